import type { Server } from '@grpc/grpc-js';
import type { GrpcService } from '../grpc/method-definition.ts';
import { brokerService } from './broker-service.ts';
import { controllerService } from './controller-service.ts';
import { healthService } from './health-service.ts';
import type { OpenStreams } from './open-streams.ts';
import { reflectionServices } from './reflection-service.ts';
import { type HostPresence, type StrayOutput, stdioService } from './stdio-service.ts';

const maxMessageBytes = 64 * 1024 * 1024;
/** The limit of Terraform's client for what it receives; grpc-js would stop at 4 MB. */
export const messageLimits = {
  'grpc.max_receive_message_length': maxMessageBytes,
  'grpc.max_send_message_length': maxMessageBytes,
} as const;

/** go-plugin's own services, the same for every plugin. */
export function pluginServices(
  onShutdown: () => void,
  strayOutput: StrayOutput,
  streams: OpenStreams,
  host: HostPresence,
): GrpcService[] {
  return [
    healthService(streams),
    controllerService(onShutdown),
    stdioService(strayOutput, streams, host),
    brokerService(streams),
    ...reflectionServices(streams, async () =>
      (await import('./reflection-answers.ts')).createReflectionAnswers(),
    ),
  ];
}

export function addServices(server: Server, services: readonly GrpcService[]): void {
  for (const { definition, implementation } of services) server.addService(definition, implementation);
}
