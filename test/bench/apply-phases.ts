/** What a plugin process does at a time. */
export type PluginPhase =
  | 'start'
  | 'connect'
  | 'schema'
  | 'validate'
  | 'configure'
  | 'open'
  | 'close'
  | 'exit';

/** What the host does on account of a plugin: it takes the checksum of the executable, once a command. */
export type Phase = PluginPhase | 'checksum';

/** Milliseconds since the start of the host's command. */
export interface Span {
  readonly phase: Phase;
  readonly startMs: number;
  readonly endMs: number;
}

/** One plugin process; its spans are in order of time. */
export type PluginSpans = readonly Span[];

/** One command of the host. */
export interface CommandTimeline {
  readonly durationMs: number;
  /** What of the host's own time is known. */
  readonly host: readonly Span[];
  readonly plugins: readonly PluginSpans[];
}

/** A line of the host's log in its JSON form. Plugins' lines have times of their own, to a millisecond. */
type LogLine = Readonly<Record<string, unknown>>;

const phaseOfRpc: Readonly<Record<string, PluginPhase>> = {
  GetProviderSchema: 'schema',
  ValidateProviderConfig: 'validate',
  ValidateEphemeralResourceConfig: 'validate',
  ConfigureProvider: 'configure',
  OpenEphemeralResource: 'open',
  CloseEphemeralResource: 'close',
};

/**
 * Finds in a log of `TF_LOG=JSON` what each plugin process did when. What Terraform logs of its plugins (go-plugin's
 * own lines) gives start and end, and our lines of each RPC the rest. Time between is Terraform's.
 *
 * @param command - when it was started (milliseconds since 1970), and how long it took
 * @throws Error when plugins overlap, for then nobody can tell whose RPC a line is about
 */
export function readTimeline(
  log: string,
  command: { readonly startedAtMs: number; readonly durationMs: number },
): CommandTimeline {
  const lines = log.split('\n').filter(Boolean).map(parseLine);
  const plugins = linesByProcess(lines).map((own) => spansOf(own, command.startedAtMs));
  return { durationMs: command.durationMs, host: checksumSpan(lines, command.startedAtMs), plugins };
}

/** Terraform logs only the line before it; without that line, nothing is known. */
function checksumSpan(lines: readonly LogLine[], originMs: number): readonly Span[] {
  const before = lines.findLastIndex((line) =>
    String(line['@message']).startsWith('providercache.fillMetaCache: including '),
  );
  const [from, to] = before < 0 ? [] : lines.slice(before, before + 2);
  if (from === undefined || to === undefined) return [];
  return [{ phase: 'checksum', startMs: hostTimeMs(from) - originMs, endMs: hostTimeMs(to) - originMs }];
}

function parseLine(text: string): LogLine {
  return JSON.parse(text) as LogLine;
}

function linesByProcess(lines: readonly LogLine[]): readonly (readonly LogLine[])[] {
  const starts = lines.filter(says('starting plugin')).map(hostTimeMs);
  const ends = lines.filter(says('plugin process exited')).map(hostTimeMs);
  return starts.map((startMs, index) => {
    const endMs = ends[index];
    if (endMs === undefined || endMs > (starts[index + 1] ?? Number.POSITIVE_INFINITY)) {
      throw new Error('the log has plugins that overlap, or that did not end');
    }
    return lines.filter((line) => {
      const atMs = 'timestamp' in line ? pluginTimeMs(line) : hostTimeMs(line);
      // A plugin's time is cut down to milliseconds.
      return atMs > startMs - 1 && atMs <= endMs;
    });
  });
}

function spansOf(lines: readonly LogLine[], originMs: number): PluginSpans {
  const at = (message: string, timeMs: (line: LogLine) => number) => timeMs(find(lines, message)) - originMs;
  const startMs = at('starting plugin', hostTimeMs);
  const connectMs = at('using plugin', hostTimeMs);
  const rpcs = lines.filter(says('RPC answered')).flatMap((line) => rpcSpan(line, originMs));
  const firstRpcMs = Math.max(connectMs, rpcs[0]?.startMs ?? connectMs);
  return [
    { phase: 'start', startMs, endMs: connectMs },
    { phase: 'connect', startMs: connectMs, endMs: firstRpcMs },
    ...rpcs,
    {
      phase: 'exit',
      startMs: at('plugin is shutting down', pluginTimeMs),
      endMs: at('plugin process exited', hostTimeMs),
    },
  ];
}

function rpcSpan(line: LogLine, originMs: number): readonly Span[] {
  const phase = phaseOfRpc[String(line.rpc)];
  if (phase === undefined) return [];
  const endMs = pluginTimeMs(line) - originMs;
  return [{ phase, startMs: endMs - Number(line.duration_ms), endMs }];
}

function find(lines: readonly LogLine[], message: string): LogLine {
  const found = lines.find(says(message));
  if (found === undefined) throw new Error(`the log has no "${message}" of one plugin`);
  return found;
}

function says(message: string): (line: LogLine) => boolean {
  return (line) => line['@message'] === message;
}

function hostTimeMs(line: LogLine): number {
  return timeMs(String(line['@timestamp']));
}

function pluginTimeMs(line: LogLine): number {
  return timeMs(String(line.timestamp));
}

/** With the microseconds, which `Date` leaves out. */
function timeMs(text: string): number {
  const [, seconds, fraction, zone] = /^(.{19})(\.\d+)(Z|[+-]\d\d:\d\d)$/.exec(text) ?? [];
  const wholeMs = Date.parse(`${seconds}${zone}`);
  if (Number.isNaN(wholeMs)) throw new Error(`not a time: ${text}`);
  return wholeMs + Number(`0${fraction}`) * 1_000;
}
