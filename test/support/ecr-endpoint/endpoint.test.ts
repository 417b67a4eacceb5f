import assert from 'node:assert/strict';
import { request } from 'node:http';
import { connect } from 'node:net';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { GetAuthorizationTokenCommand } from '@aws-sdk/client-ecr';
import { type EcrEndpoint, startEcrEndpoint } from './endpoint.ts';
import { rawCall } from './raw-call.ts';
import { sdkClient, testCredentials } from './test-client.ts';

let ecr: EcrEndpoint;
beforeEach(async () => {
  ecr = await startEcrEndpoint({ credentials: [testCredentials] });
});
afterEach(() => ecr.close());

describe('GetAuthorizationToken', () => {
  it('gives the SDK a token like those of AWS, and remembers it', async () => {
    const earliest = Date.now();
    const { authorizationData, $metadata } = await sdkClient(ecr).send(new GetAuthorizationTokenCommand({}));
    const [issued = assert.fail('nothing issued')] = ecr.issued;
    const { authorizationToken, expiresAt, proxyEndpoint } = issued;
    assert.deepEqual(authorizationData, [{ authorizationToken, expiresAt, proxyEndpoint }]);
    assert.equal(Buffer.from(authorizationToken, 'base64').toString(), `AWS:${issued.password}`);
    assert.ok(Math.abs(issued.password.length - 2000) < 100, `${issued.password.length} characters`);
    assert.ok(Math.abs(expiresAt.getTime() - earliest - 12 * 60 * 60_000) < 5000);
    assert.equal(proxyEndpoint, 'https://123456789012.dkr.ecr.eu-central-1.amazonaws.com');
    assert.deepEqual([issued.region, issued.registryId], ['eu-central-1', '123456789012']);
    assert.match($metadata.requestId ?? '', /^[0-9a-f-]{36}$/);
  });

  it('remembers who called, how and when', async () => {
    await sdkClient(ecr).send(new GetAuthorizationTokenCommand({ registryIds: ['210987654321'] }));
    const { at, userAgent, ...call } = ecr.calls[0] ?? assert.fail('no call');
    assert.deepEqual(call, {
      path: '/',
      region: 'eu-central-1',
      target: 'AmazonEC2ContainerRegistry_V20150921.GetAuthorizationToken',
      registryIds: ['210987654321'],
      accessKeyId: testCredentials.accessKeyId,
      verified: true,
      status: 200,
      aborted: false,
    });
    assert.ok(Math.abs(at.getTime() - Date.now()) < 5000);
    assert.match(userAgent ?? '', /aws-sdk-js/);
  });

  it('gives each call and each registry a password of its own', async () => {
    await rawCall(ecr.url);
    await rawCall(ecr.url, { body: '{"registryIds":["111111111111","222222222222"]}' });
    assert.equal(new Set(ecr.issued.map((token) => token.password)).size, 3);
    assert.deepEqual(
      ecr.issued.map((token) => token.proxyEndpoint.slice(8, 20)),
      ['123456789012', '111111111111', '222222222222'],
    );
  });

  it('knows the domain of China', async () => {
    await rawCall(ecr.url, { region: 'cn-north-1' });
    assert.equal(ecr.issued[0]?.proxyEndpoint, 'https://123456789012.dkr.ecr.cn-north-1.amazonaws.com.cn');
  });

  it('writes the expiry as AWS does, to the millisecond', async (t) => {
    const clock = () => new Date('2023-11-14T22:13:20.123Z');
    const own = await startEcrEndpoint({
      credentials: [testCredentials],
      clock,
      tokenLifetimeMs: 1000,
      account: '210987654321',
      password: () => 'short',
    });
    t.after(() => own.close());
    const text = await (await rawCall(own.url, { at: clock() })).text();
    assert.equal(
      text,
      '{"authorizationData":[{"authorizationToken":"QVdTOnNob3J0","expiresAt":1.700000001123E9,"proxyEndpoint":"https://210987654321.dkr.ecr.eu-central-1.amazonaws.com"}]}',
    );
  });

  for (const body of [
    '{"registryIds":[]}',
    '{"registryIds":["12345678901"]}',
    '{"registryIds":[123456789012]}',
    `{"registryIds":${JSON.stringify(Array(11).fill('123456789012'))}}`,
    '{"registryIds":"123456789012"}',
  ]) {
    it(`refuses ${body.slice(0, 40)} as AWS does`, async () => {
      const response = await rawCall(ecr.url, { body });
      assert.equal(response.status, 400);
      assert.match(await response.text(), /^\{"__type":"InvalidParameterException"/);
    });
  }

  for (const body of ['', 'null', '[]', '{"registryIds":']) {
    it(`refuses the body ${JSON.stringify(body)} as no input`, async () => {
      const response = await rawCall(ecr.url, { body });
      assert.equal(response.status, 400);
      assert.match(await response.text(), /^\{"__type":"SerializationException"/);
    });
  }
});

describe('anything else', () => {
  for (const call of [
    { headers: { 'x-amz-target': 'AmazonEC2ContainerRegistry_V20150921.DescribeRepositories' } },
    { headers: { 'content-type': 'application/json' } },
    { method: 'PUT' },
    { path: '/other' },
    { path: '/?a=b' },
  ]) {
    it(`is an unknown operation, rightly signed or not: ${JSON.stringify(call)}`, async () => {
      const response = await rawCall(ecr.url, call);
      assert.equal(response.status, 404);
      assert.match(await response.text(), /^\{"__type":"UnknownOperationException"/);
    });
  }

  for (const path of ['/', '/v2', '/v2/_catalog', '//']) {
    it(`is an unknown operation, and noted: GET ${path}`, async () => {
      const response = await fetch(`${ecr.url}${path}`);
      assert.equal(response.status, 404);
      assert.deepEqual(
        ecr.calls.map((call) => [call.path, call.verified, call.status]),
        [[path, false, 404]],
      );
    });
  }

  it('is refused if longer than 1 MB', async () => {
    const fits = await rawCall(ecr.url, { body: `{}${' '.repeat(999_998)}` });
    assert.equal(fits.status, 200);
    const tooLong = await rawCall(ecr.url, { body: `{}${' '.repeat(999_999)}` });
    assert.equal(tooLong.status, 413);
  });

  it('is no call if the client leaves while it sends', async () => {
    const half = request(`${ecr.url}/`, { method: 'POST', headers: { 'content-length': '100' } });
    half.on('error', () => {});
    await new Promise((resolve) => half.write('{', resolve));
    half.destroy();
    await rawCall(ecr.url);
    assert.equal(ecr.calls.length, 1);
  });
});

describe('waitForCall', () => {
  it('knows calls that came before', async () => {
    await rawCall(ecr.url, { region: 'eu-west-1' });
    await rawCall(ecr.url, { region: 'eu-west-2' });
    assert.equal((await ecr.waitForCall((call) => call.region === 'eu-west-2')).region, 'eu-west-2');
  });

  it('waits for one to come', async () => {
    const waiting = ecr.waitForCall((call) => call.region === 'eu-west-2');
    await rawCall(ecr.url, { region: 'eu-west-1' });
    await rawCall(ecr.url, { region: 'eu-west-2' });
    assert.equal(await waiting, ecr.calls[1]);
  });

  it('gives up in time', async () => {
    await assert.rejects(ecr.waitForCall(undefined, 20), /no such call to the ECR endpoint in 20 ms/);
  });

  it('fails if the predicate does', async () => {
    const waiting = assert.rejects(
      ecr.waitForCall(() => assert.fail('predicate')),
      /predicate/,
    );
    assert.equal((await rawCall(ecr.url)).status, 200);
    await waiting;
  });
});

describe('close', () => {
  it('cuts off a call that hangs, which is not the client leaving, and may be called again', async () => {
    ecr.setFault({ kind: 'hang' });
    const answer = assert.rejects(rawCall(ecr.url), TypeError);
    await ecr.waitForCall();
    await Promise.all([ecr.close(), ecr.close()]);
    await answer;
    await ecr.close();
    assert.equal(ecr.calls[0]?.aborted, false);
    await assert.rejects(fetch(ecr.url), TypeError);
  });

  it('cuts off a connection that never said anything', async () => {
    const socket = connect(Number(new URL(ecr.url).port), '127.0.0.1');
    await new Promise((resolve) => socket.once('connect', resolve));
    const ended = new Promise((resolve) => socket.once('close', resolve));
    await ecr.close();
    await ended;
  });
});

it('starts on the port it is told, and says so if that is taken', async () => {
  const port = Number(new URL(ecr.url).port);
  await assert.rejects(startEcrEndpoint({ credentials: [], port }), { code: 'EADDRINUSE' });
  await ecr.close();
  const again = await startEcrEndpoint({ credentials: [], port });
  assert.equal(again.url, ecr.url);
  await again.close();
});
