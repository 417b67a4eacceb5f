import type { ServerUnaryCall, ServerWritableStream, sendUnaryData } from '@grpc/grpc-js';
import { Status as status } from '@grpc/grpc-js/build/src/constants.js';
import {
  HealthCheckRequest,
  HealthCheckResponse,
  HealthCheckResponse_ServingStatus as ServingStatus,
} from '../generated/grpc/health/v1/health.ts';
import { defineMethod, type GrpcService } from '../grpc/method-definition.ts';
import type { OpenStreams } from './open-streams.ts';

/** The name under which go-plugin hosts ask for a plugin's health; the empty name stands for the server. */
const healthyServices = new Set(['plugin', '']);

/**
 * `grpc.health.v1.Health`: hosts call Check to find out whether the plugin still lives.
 *
 * @see https://github.com/grpc/grpc/blob/master/doc/health-checking.md
 */
export function healthService(streams: OpenStreams): GrpcService {
  const watch = (call: ServerWritableStream<HealthCheckRequest, HealthCheckResponse>) => {
    streams.add(call);
    // The health does not change while we run, so the stream stays open after its first message.
    const healthy = healthyServices.has(call.request.service);
    call.write({ status: healthy ? ServingStatus.SERVING : ServingStatus.SERVICE_UNKNOWN });
  };
  return {
    definition: {
      Check: defineMethod('/grpc.health.v1.Health/Check', HealthCheckRequest, HealthCheckResponse),
      Watch: defineMethod('/grpc.health.v1.Health/Watch', HealthCheckRequest, HealthCheckResponse, {
        response: true,
      }),
    },
    implementation: { Check: check, Watch: watch },
  };
}

function check(
  call: ServerUnaryCall<HealthCheckRequest, HealthCheckResponse>,
  callback: sendUnaryData<HealthCheckResponse>,
): void {
  if (healthyServices.has(call.request.service)) {
    callback(null, { status: ServingStatus.SERVING });
  } else {
    callback({ code: status.NOT_FOUND, details: 'unknown service' });
  }
}
