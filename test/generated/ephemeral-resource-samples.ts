import {
  OpenEphemeralResource_Request,
  OpenEphemeralResource_Response,
} from '../../src/generated/tfplugin6/ephemeral_resource.ts';
import { Diagnostic_Severity } from '../../src/generated/tfplugin6/value.ts';
import { type CodecSample, sample } from './codec-sample.ts';

const request = ['/tfplugin6.Provider/OpenEphemeralResource', 'request'] as const;
const response = ['/tfplugin6.Provider/OpenEphemeralResource', 'response'] as const;
const empty = Buffer.alloc(0);
const nil = Buffer.from([0xc0]);

/** The two messages this provider lives for, with diagnostics whose path takes every kind of step. */
export const ephemeralResourceSamples: readonly CodecSample[] = [
  sample('an empty Open request', request, OpenEphemeralResource_Request, { typeName: '' }, {}),
  sample(
    'an Open request',
    request,
    OpenEphemeralResource_Request,
    {
      typeName: 'aws_ecr_authorization_token',
      config: { msgpack: nil, json: empty },
      clientCapabilities: { deferralAllowed: true, writeOnlyAttributesAllowed: false },
    },
    {
      typeName: 'aws_ecr_authorization_token',
      config: { msgpack: nil },
      clientCapabilities: { deferralAllowed: true },
    },
  ),
  sample(
    'an Open response without private',
    response,
    OpenEphemeralResource_Response,
    { diagnostics: [] },
    {},
  ),
  sample(
    'an Open response with empty private',
    response,
    OpenEphemeralResource_Response,
    { diagnostics: [], private: empty },
    { private: empty },
  ),
  sample(
    'an Open response with everything',
    response,
    OpenEphemeralResource_Response,
    {
      diagnostics: [],
      result: { msgpack: Buffer.from([0x80]), json: Buffer.from('{}') },
      renewAt: { seconds: 253402300799, nanos: 999999999 },
      private: nil,
      deferred: { reason: 3 },
    },
    {
      result: { msgpack: Buffer.from([0x80]), json: Buffer.from('{}') },
      renewAt: { seconds: 253402300799, nanos: 999999999 },
      private: nil,
      deferred: { reason: 3 },
    },
  ),
  sample(
    'a diagnostic with a path of every kind of step',
    response,
    OpenEphemeralResource_Response,
    {
      diagnostics: [
        {
          severity: Diagnostic_Severity.ERROR,
          summary: 'Summary',
          detail: 'x'.repeat(300),
          attribute: {
            steps: [
              { selector: { $case: 'attributeName', attributeName: 'endpoints' } },
              { selector: { $case: 'elementKeyString', elementKeyString: '' } },
              { selector: { $case: 'elementKeyInt', elementKeyInt: 0 } },
              { selector: { $case: 'elementKeyInt', elementKeyInt: Number.MIN_SAFE_INTEGER } },
              { selector: undefined },
            ],
          },
        },
      ],
    },
    {
      diagnostics: [
        {
          severity: 1,
          summary: 'Summary',
          detail: 'x'.repeat(300),
          attribute: {
            steps: [
              { attributeName: 'endpoints' },
              { elementKeyString: '' },
              { elementKeyInt: 0 },
              { elementKeyInt: Number.MIN_SAFE_INTEGER },
              {},
            ],
          },
        },
      ],
    },
  ),
];
