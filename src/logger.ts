/** Severity of a log line, in hclog's names; `off` silences everything. */
export type LogLevel = 'trace' | 'debug' | 'info' | 'warn' | 'error' | 'off';

/** Values that may stand beside a message. Never a token, a password, a key or a request body. */
export type LogFields = Readonly<Record<string, string | number | boolean | undefined>>;

/** Writes hclog-shaped JSON lines, which the host shows under their own level. */
export interface Logger {
  trace(message: string, fields?: LogFields): void;
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  /** The same logger under the module `<module>.<name>`. */
  named(name: string): Logger;
}

/** What a logger needs from outside. */
export interface LoggerOptions {
  /** Lines below this level are dropped. */
  readonly level: LogLevel;
  /** Name in `@module`, dots between the parts. */
  readonly module: string;
  /** Takes one whole line, newline included. */
  readonly write: (line: string) => void;
  readonly clock: () => Date;
}

const severity: Readonly<Record<LogLevel, number>> = {
  trace: 0,
  debug: 1,
  info: 2,
  warn: 3,
  error: 4,
  off: 5,
};

/**
 * Makes a logger whose lines go-plugin hosts parse: `@level`, `@message`, `@module`, `@timestamp`
 * (RFC 3339, UTC, microsecond digits) and the fields.
 */
export function createLogger(options: LoggerOptions): Logger {
  const threshold = severity[options.level];
  const emit = (level: LogLevel) => (message: string, fields?: LogFields) => {
    if (severity[level] < threshold) return;
    options.write(formatLine(level, message, options.module, options.clock(), fields));
  };
  return {
    trace: emit('trace'),
    debug: emit('debug'),
    info: emit('info'),
    warn: emit('warn'),
    error: emit('error'),
    named: (name) => createLogger({ ...options, module: `${options.module}.${name}` }),
  };
}

/**
 * The level that the user asked Terraform for: `TF_LOG_PROVIDER`, else `TF_LOG`. `JSON` means trace, as it
 * does for Terraform. Without either, warnings and errors are still written: the host keeps them for the
 * report of a crash.
 */
export function logLevelFromEnvironment(env: Readonly<Record<string, string | undefined>>): LogLevel {
  const asked = (env.TF_LOG_PROVIDER || env.TF_LOG || '').trim().toLowerCase();
  if (asked === '') return 'warn';
  // Terraform takes any other non-empty value for trace too.
  return Object.hasOwn(severity, asked) ? (asked as LogLevel) : 'trace';
}

function formatLine(
  level: LogLevel,
  message: string,
  module: string,
  at: Date,
  fields: LogFields | undefined,
): string {
  const line = {
    '@level': level,
    '@message': message,
    '@module': module,
    '@timestamp': at.toISOString().replace('Z', '000Z'),
    ...fields,
  };
  return `${JSON.stringify(line)}\n`;
}
