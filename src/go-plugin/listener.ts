import { chmodSync, chownSync, mkdtempSync, rmdirSync, unlinkSync } from 'node:fs';
import { join } from 'node:path';
import type { Server, ServerCredentials } from '@grpc/grpc-js';
import { HandshakeError, type HandshakeSettings, type ListenAddress } from './handshake.ts';

/** What the place of the socket depends on. */
export interface ListenerEnvironment {
  readonly platform: NodeJS.Platform;
  /** The system's directory for temporary files. */
  readonly temporaryDirectory: string;
  /** Takes what must run before the process ends, however it ends: it removes the socket, synchronously. */
  readonly atExit: (cleanUp: () => void) => void;
}

/** Room for a path in the smallest `sockaddr_un` there is (macOS), its closing zero byte aside. */
const longestSocketPath = 103;
const socketName = 'plugin.sock';
const longestRandomName = 'plugin-XXXXXX'.length;

/**
 * Binds the server: to a Unix socket that only this user can reach, or on Windows to a TCP port on the
 * loopback address.
 *
 * @throws {@link HandshakeError} when there is no place for the socket, or no free port in the range
 */
export async function listen(
  server: Server,
  credentials: ServerCredentials,
  settings: HandshakeSettings,
  environment: ListenerEnvironment,
): Promise<ListenAddress> {
  if (environment.platform === 'win32') return await listenOnPort(server, credentials, settings.ports);
  return await listenOnSocket(server, credentials, settings, environment);
}

async function listenOnSocket(
  server: Server,
  credentials: ServerCredentials,
  settings: HandshakeSettings,
  environment: ListenerEnvironment,
): Promise<ListenAddress> {
  const directory = makeSocketDirectory(settings.socketDirectory, environment.temporaryDirectory);
  const path = join(directory, socketName);
  environment.atExit(() => removeSocket(path, directory));
  await bind(server, `unix:${path}`, credentials);
  if (settings.socketGroup !== undefined) await shareWithGroup(directory, path, settings.socketGroup);
  return { network: 'unix', address: path };
}

/** The host waits for our end, and removing recursively would take a millisecond of it. */
function removeSocket(path: string, directory: string): void {
  ignoreMissing(() => unlinkSync(path));
  ignoreMissing(() => rmdirSync(directory));
}

function ignoreMissing(remove: () => void): void {
  try {
    remove();
  } catch {
    // Node has removed the socket itself when it closed it, and somebody may have removed more.
  }
}

/** Makes a directory that only we can enter; the socket in it needs no other protection. */
function makeSocketDirectory(asked: string | undefined, temporaryDirectory: string): string {
  // The host can only reach the directory that it asked for, so that one has no substitute.
  const candidates = asked === undefined ? [temporaryDirectory, '/tmp', '/var/tmp'] : [asked];
  const problems: string[] = [];
  for (const parent of candidates) {
    if (Buffer.byteLength(join(parent, 'x'.repeat(longestRandomName), socketName)) > longestSocketPath) {
      problems.push(`${parent}: too long for the path of a socket`);
      continue;
    }
    try {
      return mkdtempSync(join(parent, 'plugin-'));
    } catch (error) {
      problems.push(`${parent}: ${errorCode(error)}`);
    }
  }
  throw new HandshakeError(`No directory for the plugin's socket could be made (${problems.join('; ')}).`);
}

async function shareWithGroup(directory: string, socket: string, group: string): Promise<void> {
  const id = await groupId(group);
  try {
    chownSync(socket, -1, id);
    chmodSync(socket, 0o660);
    chownSync(directory, -1, id);
    chmodSync(directory, 0o710);
  } catch (error) {
    throw new HandshakeError(
      `The plugin's socket can't be given to PLUGIN_UNIX_SOCKET_GROUP ${JSON.stringify(group)} (${errorCode(error)}).`,
    );
  }
}

async function groupId(group: string): Promise<number> {
  if (/^\d+$/.test(group)) return Number(group);
  const { execFileSync } = await import('node:child_process');
  try {
    return Number(execFileSync('getent', ['group', group], { encoding: 'utf8' }).split(':')[2]);
  } catch {
    throw new HandshakeError(`PLUGIN_UNIX_SOCKET_GROUP names no group: ${JSON.stringify(group)}.`);
  }
}

async function listenOnPort(
  server: Server,
  credentials: ServerCredentials,
  ports: HandshakeSettings['ports'],
): Promise<ListenAddress> {
  for (let port = ports.min; port <= ports.max; port += 1) {
    try {
      const bound = await bind(server, `ipv4:127.0.0.1:${port}`, credentials);
      return { network: 'tcp', address: `127.0.0.1:${bound}` };
    } catch {
      // Taken by another process: the next one may be free.
    }
  }
  throw new HandshakeError(`No port from ${ports.min} to ${ports.max} is free on 127.0.0.1.`);
}

function bind(server: Server, address: string, credentials: ServerCredentials): Promise<number> {
  return new Promise((resolve, reject) => {
    server.bindAsync(address, credentials, (error, port) => (error ? reject(error) : resolve(port)));
  });
}

function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}
