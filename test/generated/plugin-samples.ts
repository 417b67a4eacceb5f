import { ConnInfo } from '../../src/generated/go_plugin/broker.ts';
import { StdioData, StdioData_Channel } from '../../src/generated/go_plugin/stdio.ts';
import * as health from '../../src/generated/grpc/health/v1/health.ts';
import * as reflection from '../../src/generated/grpc/reflection/v1/reflection.ts';
import { type CodecSample, sample } from './codec-sample.ts';

const empty = Buffer.alloc(0);
const reflectionPath = '/grpc.reflection.v1.ServerReflection/ServerReflectionInfo';
const reflectionRequest = [reflectionPath, 'request'] as const;

/** What every go-plugin server talks about besides its own service. */
export const pluginSamples: readonly CodecSample[] = [
  sample(
    'ConnInfo with a knock',
    ['/plugin.GRPCBroker/StartStream', 'request'],
    ConnInfo,
    { serviceId: 2 ** 32 - 1, network: 'unix', address: '', knock: { knock: true, ack: false, error: 'e' } },
    { serviceId: 2 ** 32 - 1, network: 'unix', knock: { knock: true, error: 'e' } },
  ),
  sample(
    'StdioData',
    ['/plugin.GRPCStdio/StreamStdio', 'response'],
    StdioData,
    { channel: StdioData_Channel.STDERR, data: Buffer.from('line\n') },
    { channel: 2, data: Buffer.from('line\n') },
  ),
  sample(
    'a health check',
    ['/grpc.health.v1.Health/Check', 'request'],
    health.HealthCheckRequest,
    { service: 'plugin' },
    { service: 'plugin' },
  ),
  sample(
    'a health list',
    ['/grpc.health.v1.Health/List', 'response'],
    health.HealthListResponse,
    {
      statuses: {
        '': { status: health.HealthCheckResponse_ServingStatus.UNKNOWN },
        plugin: { status: health.HealthCheckResponse_ServingStatus.SERVING },
      },
    },
    { statuses: { '': {}, plugin: { status: 1 } } },
  ),
  sample(
    'a reflection request whose chosen string is empty',
    reflectionRequest,
    reflection.ServerReflectionRequest,
    { host: '', messageRequest: { $case: 'listServices', listServices: '' } },
    { listServices: '' },
  ),
  sample(
    'a reflection request with a message chosen',
    reflectionRequest,
    reflection.ServerReflectionRequest,
    {
      host: 'h',
      messageRequest: {
        $case: 'fileContainingExtension',
        fileContainingExtension: { containingType: 't', extensionNumber: -1 },
      },
    },
    { host: 'h', fileContainingExtension: { containingType: 't', extensionNumber: -1 } },
  ),
  sample(
    'a reflection response',
    [reflectionPath, 'response'],
    reflection.ServerReflectionResponse,
    {
      validHost: '',
      messageResponse: {
        $case: 'fileDescriptorResponse',
        fileDescriptorResponse: { fileDescriptorProto: [Buffer.from('a'), empty] },
      },
    },
    { fileDescriptorResponse: { fileDescriptorProto: [Buffer.from('a'), empty] } },
  ),
];
