import { CallFunction_Response } from '../../src/generated/tfplugin6/function.ts';
import { GetProviderSchema_Response } from '../../src/generated/tfplugin6/provider.ts';
import { Schema_NestedBlock_NestingMode, StringKind } from '../../src/generated/tfplugin6/schema.ts';
import { ReadStateBytes_ResponseChunk } from '../../src/generated/tfplugin6/state_store.ts';
import { Diagnostic_Severity } from '../../src/generated/tfplugin6/value.ts';
import { type CodecSample, sample } from './codec-sample.ts';

const emptySchemaResponse: GetProviderSchema_Response = {
  diagnostics: [],
  resourceSchemas: {},
  dataSourceSchemas: {},
  ephemeralResourceSchemas: {},
  listResourceSchemas: {},
  stateStoreSchemas: {},
  actionSchemas: {},
  functions: {},
};

const stringAttribute = {
  name: 'region',
  type: Buffer.from('"string"'),
  description: 'Région ✓',
  required: false,
  optional: true,
  computed: true,
  sensitive: false,
  descriptionKind: StringKind.MARKDOWN,
  deprecated: false,
  writeOnly: false,
  deprecationMessage: '',
};

const emptyBlock = {
  version: 0,
  attributes: [],
  blockTypes: [],
  description: '',
  descriptionKind: StringKind.PLAIN,
  deprecated: false,
  deprecationMessage: '',
};

const schemaResponse = ['/tfplugin6.Provider/GetProviderSchema', 'response'] as const;
const functionResponse = ['/tfplugin6.Provider/CallFunction', 'response'] as const;

const nestedBlock = {
  typeName: 'assume_role',
  nesting: Schema_NestedBlock_NestingMode.LIST,
  minItems: 0,
  maxItems: 2 ** 40,
};

/** Maps, optional integers, integers of 64 bits and the recursion of schema blocks. */
export const providerSamples: readonly CodecSample[] = [
  sample(
    'an empty GetProviderSchema response',
    schemaResponse,
    GetProviderSchema_Response,
    emptySchemaResponse,
    {},
  ),
  sample(
    'a GetProviderSchema response with maps',
    schemaResponse,
    GetProviderSchema_Response,
    {
      ...emptySchemaResponse,
      serverCapabilities: {
        planDestroy: false,
        getProviderSchemaOptional: true,
        moveResourceState: false,
        generateResourceConfig: false,
      },
      provider: {
        version: 1,
        block: { ...emptyBlock, blockTypes: [{ ...nestedBlock, block: emptyBlock }] },
      },
      ephemeralResourceSchemas: {
        a: { version: 0, block: { ...emptyBlock, attributes: [stringAttribute] } },
        b: { version: 7 },
      },
    },
    {
      serverCapabilities: { getProviderSchemaOptional: true },
      provider: {
        version: 1,
        block: { blockTypes: [{ typeName: 'assume_role', nesting: 2, maxItems: 2 ** 40, block: {} }] },
      },
      ephemeralResourceSchemas: {
        a: {
          block: {
            attributes: [
              {
                name: 'region',
                type: Buffer.from('"string"'),
                description: 'Région ✓',
                optional: true,
                computed: true,
                descriptionKind: 1,
              },
            ],
          },
        },
        b: { version: 7 },
      },
    },
  ),
  sample(
    'a FunctionError that blames argument 0',
    functionResponse,
    CallFunction_Response,
    { error: { text: 'no', functionArgument: 0 } },
    { error: { text: 'no', functionArgument: 0 } },
  ),
  sample(
    'a FunctionError that blames no argument',
    functionResponse,
    CallFunction_Response,
    { error: { text: 'no' } },
    { error: { text: 'no' } },
  ),
  sample(
    'a chunk of state with the largest safe integer',
    ['/tfplugin6.Provider/ReadStateBytes', 'response'],
    ReadStateBytes_ResponseChunk,
    {
      diagnostics: [{ severity: Diagnostic_Severity.WARNING, summary: 's', detail: '' }],
      totalLength: Number.MAX_SAFE_INTEGER,
      range: { start: 0, end: 3 },
      bytes: Buffer.from([0, 255, 128]),
    },
    {
      diagnostics: [{ severity: 2, summary: 's' }],
      totalLength: Number.MAX_SAFE_INTEGER,
      range: { end: 3 },
      bytes: Buffer.from([0, 255, 128]),
    },
  ),
];
