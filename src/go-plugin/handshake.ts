/** Environment variables, as given to the process. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Terraform's and OpenTofu's proof that it was they who started us; a courtesy to people, no secret. */
export const magicCookieName = 'TF_PLUGIN_MAGIC_COOKIE';
export const magicCookieValue = 'd602bf8f470bc67ca7faa0386276bbdd4330efaf76d1a219cb4d6991ca9872b2';

/** The major version of Terraform's plugin protocol that we serve. */
export const servedProtocolVersion = 6;

/** Version of go-plugin's own handshake. */
const coreProtocolVersion = 1;

/** What the host asks of us, in go-plugin's variables. */
export interface HandshakeSettings {
  /** Protocol versions that the host speaks; empty for a host that does not say. */
  readonly hostVersions: readonly number[];
  /** PEM of the certificate that the host will show; absent for a host without AutoMTLS. */
  readonly clientCertificate: string | undefined;
  /** The host wants to know whether the broker can share one connection. */
  readonly asksForMultiplexing: boolean;
  /** Directory for the socket, where the host maps it into a container. */
  readonly socketDirectory: string | undefined;
  /** Name or number of the group that may use the socket. */
  readonly socketGroup: string | undefined;
  /** TCP ports to choose from, both included; 0 to 0 leaves the choice to the system. */
  readonly ports: { readonly min: number; readonly max: number };
}

/** A handshake variable that makes no sense; its message is for the person who reads the host's log. */
export class HandshakeError extends Error {
  override readonly name = 'HandshakeError';
}

/** Whether Terraform or OpenTofu started this process. */
export function isStartedByHost(env: Environment): boolean {
  return env[magicCookieName] === magicCookieValue;
}

/**
 * Reads go-plugin's variables.
 *
 * @throws {@link HandshakeError} for port limits that are no range of ports
 */
export function readHandshakeSettings(env: Environment): HandshakeSettings {
  return {
    hostVersions: readVersions(env.PLUGIN_PROTOCOL_VERSIONS),
    clientCertificate: env.PLUGIN_CLIENT_CERT || undefined,
    asksForMultiplexing: Boolean(env.PLUGIN_MULTIPLEX_GRPC),
    socketDirectory: env.PLUGIN_UNIX_SOCKET_DIR || undefined,
    socketGroup: env.PLUGIN_UNIX_SOCKET_GROUP || undefined,
    ports: readPorts(env.PLUGIN_MIN_PORT, env.PLUGIN_MAX_PORT),
  };
}

/** Where the server listens, in the words of Go's `net` package. */
export interface ListenAddress {
  readonly network: 'unix' | 'tcp';
  readonly address: string;
}

/** What the handshake line tells the host. */
export interface HandshakeLine {
  readonly listening: ListenAddress;
  /** DER of our certificate; absent for a host without AutoMTLS. */
  readonly serverCertificate: Uint8Array | undefined;
  /** Only for a host that asked: others take a seventh field for a part of the sixth. */
  readonly multiplexing: boolean | undefined;
}

/**
 * The one line on stdout that tells the host where we are, newline included. The protocol version is always
 * ours: a host that speaks another one reports the mismatch by comparing.
 *
 * @see https://github.com/hashicorp/go-plugin/blob/main/docs/internals.md
 */
export function formatHandshakeLine(line: HandshakeLine): string {
  const { network, address } = line.listening;
  // Go's RawStdEncoding: no padding.
  const certificate = line.serverCertificate
    ? Buffer.from(line.serverCertificate).toString('base64').replace(/=+$/, '')
    : '';
  const fields = [coreProtocolVersion, servedProtocolVersion, network, address, 'grpc', certificate];
  if (line.multiplexing !== undefined) fields.push(String(line.multiplexing));
  return `${fields.join('|')}\n`;
}

function readVersions(list: string | undefined): number[] {
  return (list ?? '')
    .split(',')
    .map((version) => Number.parseInt(version, 10))
    .filter((version) => Number.isInteger(version));
}

function readPorts(min: string | undefined, max: string | undefined): { min: number; max: number } {
  const ports = { min: readPort('PLUGIN_MIN_PORT', min), max: readPort('PLUGIN_MAX_PORT', max) };
  if (ports.min > ports.max) {
    throw new HandshakeError(`PLUGIN_MIN_PORT (${ports.min}) is above PLUGIN_MAX_PORT (${ports.max}).`);
  }
  return ports;
}

function readPort(name: string, text: string | undefined): number {
  if (!text) return 0;
  const port = Number(text);
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new HandshakeError(`${name} is ${JSON.stringify(text)}, which is not a TCP port.`);
  }
  return port;
}
