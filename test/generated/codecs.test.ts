import assert from 'node:assert/strict';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  type AnyDefinition,
  loadFileDescriptorSetFromBuffer,
  loadSync,
  type MethodDefinition,
  type PackageDefinition,
} from '@grpc/proto-loader';
import { descriptorSetBase64 } from '../../src/generated/descriptor-set.ts';
import type { CodecSample } from './codec-sample.ts';
import { ephemeralResourceSamples } from './ephemeral-resource-samples.ts';
import { pluginSamples } from './plugin-samples.ts';
import { providerSamples } from './provider-samples.ts';

const protoFiles = [
  'tfplugin6/service.proto',
  'go_plugin/controller.proto',
  'go_plugin/stdio.proto',
  'go_plugin/broker.proto',
  'grpc/health/v1/health.proto',
  'grpc/reflection/v1/reflection.proto',
];

type Method = MethodDefinition<object, object, object, object>;

const definition = loadSync(protoFiles, {
  includeDirs: [join(import.meta.dirname, '..', '..', 'proto')],
  longs: Number,
  enums: Number,
});
const methods = new Map(listMethods(definition).map((method) => [method.path, method]));

for (const sample of [...ephemeralResourceSamples, ...providerSamples, ...pluginSamples]) {
  test(`proto-loader reads what we write: ${sample.name}`, () => {
    assert.deepEqual(referenceCodec(sample).decode(Buffer.from(sample.encode())), sample.reference);
  });

  test(`we read what proto-loader writes: ${sample.name}`, () => {
    assert.deepEqual(sample.decode(referenceCodec(sample).encode(sample.reference)), sample.message);
  });
}

test('the committed descriptor set holds the same methods as the .proto files, streamed the same way', () => {
  const committed = loadFileDescriptorSetFromBuffer(Buffer.from(descriptorSetBase64, 'base64'));
  assert.deepEqual(describeMethods(committed), describeMethods(definition));
  assert.equal(methods.size, 43);
});

function referenceCodec({ method: path, side }: CodecSample) {
  const method = methods.get(path);
  assert.ok(method, `no method ${path}`);
  return side === 'request'
    ? { encode: method.requestSerialize, decode: method.requestDeserialize }
    : { encode: method.responseSerialize, decode: method.responseDeserialize };
}

function listMethods(source: PackageDefinition): Method[] {
  return Object.values(source)
    .filter(isService)
    .flatMap(Object.values<Method>);
}

function isService(candidate: AnyDefinition): candidate is Record<string, Method> {
  // Messages and enums have a `format`; a service is a bare table of methods.
  return !('format' in candidate);
}

function describeMethods(source: PackageDefinition): string[] {
  return listMethods(source)
    .map((method) => `${method.path} ${method.requestStream} ${method.responseStream}`)
    .sort();
}
