// A host in a process of its own, to be killed. Starts the command in its arguments as a plugin, says on stdout how
// far it came, and does nothing more. The plugin inherits file 3, whose end the test can see.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { sharedClientCertificate } from './client-certificate.ts';
import { msgpackValue } from './cty-value.ts';
import { parseHandshakeLine } from './handshake-line.ts';
import { connectTo, pinnedCredentials } from './plugin-client.ts';
import { targetOf } from './plugin-host.ts';
import { openToken } from './token-resource.ts';

const [until = '', command = '', ...args] = process.argv.slice(2);
const own = sharedClientCertificate();
const plugin = spawn(command, args, {
  env: { ...process.env, PLUGIN_CLIENT_CERT: own.certificatePem },
  stdio: ['ignore', 'pipe', 'pipe', 3],
});
plugin.stderr?.resume();
await once(plugin, 'spawn');
say('started');

if (until !== 'started') {
  const [line] = (await once(createInterface({ input: plugin.stdout ?? process.stdin }), 'line')) as [string];
  say(`handshake ${line}`);
  const handshake = parseHandshakeLine(line);
  const trust = pinnedCredentials({ serverCertificate: handshake.serverCertificate, own });
  if (until === 'connected' || until === 'opening') {
    const client = connectTo(targetOf(handshake), trust);
    client.openStream('/plugin.GRPCStdio/StreamStdio');
    client.openDuplex('/plugin.GRPCBroker/StartStream');
    await client.unary('/grpc.health.v1.Health/Check', { service: 'plugin' });
    say('connected');
    if (until === 'opening') {
      await client.terraform('ConfigureProvider', { config: msgpackValue({ region: null, endpoints: [] }) });
      openToken(client, { region: 'us-east-1' }).answer.catch(() => {});
    }
  }
}
// Alive for as long as the test wants.
setInterval(() => {}, 60_000);

function say(text: string): void {
  process.stdout.write(`${text}\n`);
}
