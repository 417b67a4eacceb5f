import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import { create, createFileRegistry, type FileRegistry, fromBinary } from '@bufbuild/protobuf';
import {
  type FileDescriptorProto,
  FileDescriptorProtoSchema,
  FileDescriptorSetSchema,
} from '@bufbuild/protobuf/wkt';
import { nextEvent } from '../support/plugin-process/next-event.ts';
import { type PluginHost, startHost } from '../support/plugin-process/plugin-host.ts';
import { methodsOf } from '../support/plugin-process/protocol-definitions.ts';
import { sharedScope } from '../support/plugin-process/test-scope.ts';

interface ReflectionAnswer {
  readonly message_response: string;
  readonly original_request: unknown;
  readonly list_services_response?: { readonly service: readonly { readonly name: string }[] };
  readonly file_descriptor_response?: { readonly file_descriptor_proto: readonly Buffer[] };
  readonly error_response?: { readonly error_code: number; readonly error_message: string };
}

const scope = sharedScope();
let host: PluginHost;
before(async () => {
  host = await startHost(scope);
});

type Version = 'v1' | 'v1alpha';

async function ask(version: Version, request: Readonly<Record<string, string>>): Promise<ReflectionAnswer> {
  const stream = host.client.openDuplex(`/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`);
  stream.write(request);
  const [answer] = (await nextEvent(stream, 'data')) as [ReflectionAnswer];
  stream.end();
  return answer;
}

/** Reads the files as strictly as protoc: every import must be there, and every type be resolved. */
function readStrictly(answer: ReflectionAnswer): FileRegistry {
  const bytes =
    answer.file_descriptor_response?.file_descriptor_proto ?? assert.fail(answer.message_response);
  const files = bytes.map((file) => fromBinary(FileDescriptorProtoSchema, file));
  const importsFirst = (file: FileDescriptorProto): FileDescriptorProto[] => [
    ...file.dependency.flatMap((name) =>
      importsFirst(files.find((other) => other.name === name) ?? assert.fail(`${name} is missing`)),
    ),
    file,
  ];
  const file = [...new Set(files.flatMap(importsFirst))];
  return createFileRegistry(create(FileDescriptorSetSchema, { file }));
}

const services = [
  'grpc.health.v1.Health',
  'plugin.GRPCBroker',
  'plugin.GRPCController',
  'plugin.GRPCStdio',
  'tfplugin6.Provider',
] as const;

for (const version of ['v1', 'v1alpha'] as const) {
  describe(`server reflection ${version}`, () => {
    it('lists the services', async () => {
      const answer = await ask(version, { list_services: '' });
      assert.equal(answer.message_response, 'list_services_response');
      const names = answer.list_services_response?.service.map(({ name }) => name) ?? [];
      assert.deepEqual(
        services.filter((name) => !names.includes(name)),
        [],
      );
    });

    for (const service of services) {
      it(`describes ${service} whole, with all that it refers to`, async () => {
        const registry = readStrictly(await ask(version, { file_containing_symbol: service }));
        const described = registry.getService(service)?.methods.map(({ name }) => name) ?? [];
        assert.deepEqual(described.toSorted(), Object.keys(methodsOf(service)).toSorted());
      });
    }

    const symbols = ['tfplugin6.Diagnostic', 'tfplugin6.OpenEphemeralResource.Response'];
    for (const symbol of symbols) {
      it(`finds the message ${symbol}`, async () => {
        const registry = readStrictly(await ask(version, { file_containing_symbol: symbol }));
        assert.equal(registry.getMessage(symbol)?.typeName, symbol);
      });
    }

    it('finds a file by its name', async () => {
      const registry = readStrictly(await ask(version, { file_by_filename: 'tfplugin6/value.proto' }));
      assert.ok(registry.getFile('tfplugin6/value.proto'));
    });

    it('says that it does not know a symbol', async () => {
      const answer = await ask(version, { file_containing_symbol: 'tfplugin5.Provider' });
      assert.equal(answer.message_response, 'error_response');
      assert.equal(answer.error_response?.error_code, 5);
    });

    it('answers several requests of one stream in their order', async () => {
      const stream = host.client.openDuplex(
        `/grpc.reflection.${version}.ServerReflection/ServerReflectionInfo`,
      );
      const kinds: string[] = [];
      stream.on('data', (answer: ReflectionAnswer) => kinds.push(answer.message_response));
      const ended = nextEvent(stream, 'end');
      stream.write({ file_containing_symbol: 'tfplugin6.Provider' });
      stream.write({ list_services: '' });
      stream.write({ file_containing_symbol: 'nothing.Here' });
      stream.end();
      await ended;
      assert.deepEqual(kinds, ['file_descriptor_response', 'list_services_response', 'error_response']);
    });
  });
}
