import { credentials } from '@grpc/grpc-js';
import { sharedClientCertificate } from './client-certificate.ts';
import { type HandshakeLine, parseHandshakeLine } from './handshake-line.ts';
import { terraformEnvironment } from './host-environment.ts';
import { connectTo, type PluginClient, pinnedCredentials } from './plugin-client.ts';
import { type PluginProcess, type PluginProcessOptions, startPluginProcess } from './plugin-process.ts';
import type { TestScope } from './test-scope.ts';

export interface PluginHostOptions extends PluginProcessOptions {
  /** False for a host without AutoMTLS. */
  readonly mutualTls?: boolean;
}

/** A plugin and the host side of it, as Terraform sees them after a successful start. */
export interface PluginHost {
  readonly plugin: PluginProcess;
  readonly handshake: HandshakeLine;
  readonly client: PluginClient;
  /** One more connection with the same rights. */
  connect(): PluginClient;
}

/** Starts the plugin as Terraform does, waits for its handshake line, and connects. */
export async function startHost(scope: TestScope, options: PluginHostOptions = {}): Promise<PluginHost> {
  const { plugin, handshake } = await startUntilHandshake(scope, options);
  const trust = { serverCertificate: handshake.serverCertificate, own: sharedClientCertificate() };
  const connect = () => {
    const client = connectTo(
      targetOf(handshake),
      options.mutualTls === false ? credentials.createInsecure() : pinnedCredentials(trust),
    );
    scope.after(() => client.close());
    return client;
  };
  return { plugin, handshake, client: connect(), connect };
}

/** A plugin that a host has not connected to yet. */
export interface StartedPlugin {
  readonly plugin: PluginProcess;
  readonly handshake: HandshakeLine;
}

/** Starts the plugin as Terraform does and reads its handshake line. */
export async function startUntilHandshake(
  scope: TestScope,
  options: PluginHostOptions = {},
): Promise<StartedPlugin> {
  const certificate =
    options.mutualTls === false ? {} : { PLUGIN_CLIENT_CERT: sharedClientCertificate().certificatePem };
  const plugin = startPluginProcess(scope, {
    ...options,
    env: { ...terraformEnvironment, ...certificate, ...options.env },
  });
  const [, line = ''] = await plugin.stdout.waitFor(/^([^\n]*)\n/);
  return { plugin, handshake: parseHandshakeLine(line) };
}

/** Where the handshake line points, in gRPC's form. */
export function targetOf(handshake: HandshakeLine): string {
  return handshake.network === 'unix' ? `unix:${handshake.address}` : handshake.address;
}
