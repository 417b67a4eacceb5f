/** One plugin process of a sample log; all times in milliseconds since the command's start. */
export interface SampleProcess {
  readonly startMs: number;
  readonly lineMs: number;
  readonly rpcs: readonly (readonly [rpc: string, answeredMs: number, durationMs: number])[];
  readonly shutdownMs: number;
  readonly exitMs: number;
}

/** When the sample's command was started, in milliseconds since 1970. */
export const commandStartedAtMs = Date.UTC(2030, 0, 2, 3, 4, 5);

/** Lines as Terraform writes them with `TF_LOG=JSON`, as far as they matter, and some that do not. */
export function sampleLog(processes: readonly SampleProcess[]): string {
  const lines = [
    hostLine('providercache.fillMetaCache: scanning directory .terraform/providers', 9),
    hostLine('providercache.fillMetaCache: including .terraform/providers/x as a candidate', 10),
    hostLine('checking for provisioner in "."', 50.5),
    ...processes.flatMap(linesOf),
  ];
  return `${lines.map((line) => JSON.stringify(line)).join('\n')}\n`;
}

function linesOf({ startMs, lineMs, rpcs, shutdownMs, exitMs }: SampleProcess): readonly object[] {
  return [
    hostLine('starting plugin', startMs),
    hostLine('using plugin', lineMs),
    ...rpcs.map(([rpc, answeredMs, durationMs]) =>
      pluginLine('RPC answered', answeredMs, { rpc, duration_ms: durationMs }),
    ),
    pluginLine('plugin is shutting down', shutdownMs, { reason: 'asked' }),
    hostLine('plugin process exited', exitMs),
  ];
}

/** The host has microseconds, and the zone of the machine. */
function hostLine(message: string, atMs: number): object {
  const micros = Math.round((atMs % 1) * 1_000);
  const text = new Date(commandStartedAtMs + Math.floor(atMs) + 3_600_000).toISOString();
  const time = text.replace('Z', `${String(micros).padStart(3, '0')}+01:00`);
  return { '@level': 'debug', '@message': message, '@timestamp': time };
}

/** A plugin's line has its own time beside the one when the host got it. */
function pluginLine(message: string, atMs: number, fields: object): object {
  const own = new Date(commandStartedAtMs + atMs).toISOString();
  return { ...hostLine(message, atMs + 3), timestamp: own, ...fields };
}
