import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import { startEcrEndpoint } from '../support/ecr-endpoint/endpoint.ts';
import { testCredentials } from '../support/ecr-endpoint/test-client.ts';
import { type AwsEnvironment, isolateAwsEnvironment, testKeys } from './aws-environment.ts';
import { patient, recordedCore, tokenErrorOf } from './recorded-core.ts';

const region = 'eu-central-1';
let environment: AwsEnvironment;
let directory: string;
before(() => {
  environment = isolateAwsEnvironment({ ...testKeys, AWS_MAX_ATTEMPTS: '2' });
  directory = mkdtempSync(join(tmpdir(), 'ecr-test-tls-'));
});
after(() => {
  environment.restore();
  rmSync(directory, { recursive: true });
});

const failureAt = (endpoint: string) =>
  tokenErrorOf(recordedCore().core.leaseToken({ region, endpoint }, patient()));
const listening = async (server: Server): Promise<number> => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return (server.address() as AddressInfo).port;
};

describe('a connection that fails', () => {
  it('because nobody listens: ENDPOINT_UNREACHABLE with host, port and attempts', async () => {
    const server = createServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const { code, details } = await failureAt(`http://127.0.0.1:${port}`);
    assert.equal(code, 'ENDPOINT_UNREACHABLE');
    assert.deepEqual(details, {
      region,
      endpointHost: `127.0.0.1:${port}`,
      attempts: 2,
      causeCode: 'ECONNREFUSED',
      causeMessage: `connect ECONNREFUSED 127.0.0.1:${port}`,
    });
  });

  it('because the name does not resolve: ENDPOINT_NOT_FOUND, with the name', async () => {
    const { code, details } = await failureAt('https://api.ecr.invalid');
    assert.equal(code, 'ENDPOINT_NOT_FOUND');
    assert.equal(details.endpointHost, 'api.ecr.invalid');
    assert.match(details.causeCode ?? '', /^(ENOTFOUND|EAI_AGAIN)$/);
  });

  it('because it is reset: ENDPOINT_UNREACHABLE', async () => {
    const ecr = await startEcrEndpoint({ credentials: [testCredentials] });
    ecr.setFault({ kind: 'reset' });
    const { code, details } = await failureAt(ecr.url);
    await ecr.close();
    assert.equal(code, 'ENDPOINT_UNREACHABLE');
    assert.equal(details.causeCode, 'ECONNRESET');
    assert.equal(ecr.calls.length, 2);
  });

  it('because the server speaks something else: UNREADABLE_ANSWER', async () => {
    const server = createServer((socket) => socket.end('SSH-2.0-OpenSSH_9.6\r\n'));
    const { code } = await failureAt(`http://127.0.0.1:${await listening(server)}`);
    server.close();
    assert.equal(code, 'UNREADABLE_ANSWER');
  });

  it('because the server speaks no TLS: ENDPOINT_UNTRUSTED', async () => {
    const server = createServer((socket) => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n'));
    const { code } = await failureAt(`https://127.0.0.1:${await listening(server)}`);
    server.close();
    assert.equal(code, 'ENDPOINT_UNTRUSTED');
  });

  it('because the certificate is a stranger’s: ENDPOINT_UNTRUSTED, and nothing was sent', async () => {
    let requests = 0;
    const server = createTlsServer(selfSigned(), () => {
      requests += 1;
    });
    const { code, details } = await failureAt(`https://127.0.0.1:${await listening(server)}`);
    server.close();
    assert.equal(code, 'ENDPOINT_UNTRUSTED');
    assert.match(details.causeCode ?? '', /SELF_SIGNED/);
    assert.equal(requests, 0);
  });
});

describe('settings of the environment', () => {
  it('that conflict are INVALID_SETTINGS, with the reason', async () => {
    environment.set({ AWS_USE_FIPS_ENDPOINT: 'true' });
    const { code, details } = await failureAt('http://127.0.0.1:9');
    environment.set({ AWS_USE_FIPS_ENDPOINT: undefined });
    assert.equal(code, 'INVALID_SETTINGS');
    assert.match(details.causeMessage ?? '', /FIPS and custom endpoint are not supported/);
  });
});

function selfSigned(): { key: Buffer; cert: Buffer } {
  const [key, cert] = [join(directory, 'key.pem'), join(directory, 'cert.pem')];
  const subject = ['-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1'];
  const newKey = ['-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-keyout', key];
  execFileSync('openssl', ['req', '-x509', ...newKey, '-out', cert, '-days', '1', ...subject], {
    stdio: 'ignore',
  });
  return { key: readFileSync(key), cert: readFileSync(cert) };
}
