import { sharedClientCertificate } from '../support/plugin-process/client-certificate.ts';
import { msgpackValue } from '../support/plugin-process/cty-value.ts';
import { type HandshakeLine, parseHandshakeLine } from '../support/plugin-process/handshake-line.ts';
import { connectTo, type PluginClient, pinnedCredentials } from '../support/plugin-process/plugin-client.ts';
import { targetOf } from '../support/plugin-process/plugin-host.ts';
import type { WithDiagnostics } from '../support/plugin-process/terraform-messages.ts';
import { openToken, tokenType, told } from '../support/plugin-process/token-resource.ts';
import type { Surroundings } from './environments.ts';
import { type RunningProcess, startProcess } from './running-process.ts';

/** A plugin whose handshake line has been read. */
export interface StartedPlugin extends RunningProcess {
  readonly pid: number;
  readonly handshake: HandshakeLine;
  /** From the start of the process to its line. */
  readonly handshakeMs: number;
}

/** Starts a plugin as Terraform does, and waits for its line. */
export async function startPlugin(executable: string, surroundings: Surroundings): Promise<StartedPlugin> {
  const started = startProcess(executable, [], surroundings);
  const { text, atMs } = await started.firstLine;
  const handshakeMs = atMs - started.startedAtMs;
  const pid = started.child.pid ?? Number.NaN;
  return { ...started, pid, handshake: parseHandshakeLine(text), handshakeMs };
}

/** Connects with mutual TLS; the connection is made with the first call. */
export function connect({ handshake }: Pick<StartedPlugin, 'handshake'>): PluginClient {
  const trust = { serverCertificate: handshake.serverCertificate, own: sharedClientCertificate() };
  return connectTo(targetOf(handshake), pinnedCredentials(trust));
}

/** Opens the streams that hosts keep open as long as the plugin lives. */
export function openHostStreams(client: PluginClient): void {
  client.openStream('/plugin.GRPCStdio/StreamStdio').resume();
  client.openDuplex('/plugin.GRPCBroker/StartStream').resume();
}

/** Configures the provider with nothing but a region. */
export async function configure(client: PluginClient): Promise<void> {
  const config = msgpackValue({ region: 'us-east-1', endpoints: [] });
  mustTellNothing(await client.terraform('ConfigureProvider', { config }));
}

/** Opens a token and hands back what Close wants. */
export async function open(client: PluginClient, region: string): Promise<Uint8Array | undefined> {
  const opened = await openToken(client, { region }).answer;
  mustTellNothing(opened);
  return opened.private;
}

/** Closes what `open` gave. */
export async function close(client: PluginClient, opened: Uint8Array | undefined): Promise<void> {
  const request = { type_name: tokenType, private: opened };
  mustTellNothing(await client.terraform('CloseEphemeralResource', request));
}

/**
 * Asks the plugin to end, and closes the connection as soon as it has answered, as hosts do.
 *
 * @returns milliseconds from the request to the end of the process
 */
export async function shutDown(plugin: StartedPlugin, client: PluginClient): Promise<number> {
  const askedAtMs = performance.now();
  const answered = client.unary('/plugin.GRPCController/Shutdown').finally(() => client.close());
  // The process may be gone before its answer is here.
  answered.catch(() => {});
  const { exitCode, atMs } = await plugin.ended;
  if (exitCode !== 0) throw new Error(`the plugin ended with exit code ${exitCode}`);
  return atMs - askedAtMs;
}

/** @throws Error with the diagnostics of an answer, if there are any */
export function mustTellNothing(answer: WithDiagnostics): void {
  const diagnostics = told(answer);
  if (diagnostics.length > 0) throw new Error(`the plugin says: ${diagnostics.join('; ')}`);
}
