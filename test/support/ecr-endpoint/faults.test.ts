import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { type EcrEndpoint, startEcrEndpoint } from './endpoint.ts';
import { createFaultBoard, type EcrFault } from './faults.ts';
import { rawCall } from './raw-call.ts';
import { outcomeOf, sdkClient, testCredentials } from './test-client.ts';

let ecr: EcrEndpoint;
beforeEach(async () => {
  ecr = await startEcrEndpoint({ credentials: [testCredentials], password: () => 'pass:word' });
});
afterEach(() => ecr.close());

const refusals: readonly { readonly fault: EcrFault; readonly status: number; readonly sees: RegExp }[] = [
  {
    fault: { kind: 'accessDenied' },
    status: 400,
    sees: /^AccessDeniedException: User: arn:aws:sts::123456789012:assumed-role\/ci\/session is not authorized to perform: ecr:GetAuthorizationToken on resource: \*/,
  },
  { fault: { kind: 'expiredCredentials' }, status: 400, sees: /^ExpiredTokenException: / },
  { fault: { kind: 'throttling' }, status: 400, sees: /^ThrottlingException: Rate exceeded$/ },
  { fault: { kind: 'serverError' }, status: 500, sees: /^ServerException: / },
  { fault: { kind: 'serverError', status: 503 }, status: 503, sees: /^ServerException: / },
  { fault: { kind: 'invalidRegistry' }, status: 400, sees: /^InvalidParameterException: / },
  { fault: { kind: 'redirect' }, status: 307, sees: /^Unknown: / },
  { fault: { kind: 'raw', status: 418, body: '{"__type":"Teapot"}' }, status: 418, sees: /^Teapot: / },
];

describe('a fault that refuses', () => {
  for (const { fault, status, sees } of refusals) {
    it(`${JSON.stringify(fault)} shows in the SDK as ${sees.source}`, async () => {
      ecr.setFault(fault);
      assert.match(await outcomeOf(sdkClient(ecr)), sees);
      const { status: sent, verified } = ecr.calls[0] ?? assert.fail('no call');
      assert.deepEqual({ sent, verified }, { sent: status, verified: true });
      assert.equal(ecr.issued.length, 0);
    });
  }

  it('redirects to a path whose visitors show', async () => {
    ecr.setFault({ kind: 'redirect' });
    const location = (await rawCall(ecr.url)).headers.get('location') ?? assert.fail('no location');
    await fetch(new URL(location, ecr.url));
    assert.deepEqual(
      ecr.calls.map((call) => [call.path, call.status]),
      [
        ['/', 307],
        ['/redirected', 404],
      ],
    );
  });

  it('sends the raw headers and bytes it is given', async () => {
    ecr.setFault({ kind: 'raw', status: 200, headers: { 'x-own': '1' }, body: Buffer.from([0xff, 0x00]) });
    const response = await rawCall(ecr.url);
    assert.equal(response.headers.get('x-own'), '1');
    assert.deepEqual([...new Uint8Array(await response.arrayBuffer())], [0xff, 0x00]);
  });
});

describe('a fault of the connection', () => {
  it('hang: no answer, and the client that gives up shows', async () => {
    ecr.setFault({ kind: 'hang' });
    const controller = new AbortController();
    const answer = assert.rejects(rawCall(ecr.url, { signal: controller.signal }), { name: 'AbortError' });
    const call = await ecr.waitForCall();
    assert.deepEqual([call.verified, call.status, call.aborted], [true, undefined, false]);
    controller.abort();
    await answer;
    assert.equal((await ecr.waitForCall(({ aborted }) => aborted)).status, undefined);
  });

  it('hangInBody: headers and the first half, and the client that gives up shows', async () => {
    ecr.setFault({ kind: 'hangInBody' });
    const controller = new AbortController();
    const response = await rawCall(ecr.url, { signal: controller.signal });
    const reader = response.body?.getReader() ?? assert.fail('no body');
    const { value } = await reader.read();
    assert.equal(value?.length, Math.floor(Number(response.headers.get('content-length')) / 2));
    const rest = assert.rejects(reader.read(), { name: 'AbortError' });
    controller.abort();
    await rest;
    assert.equal((await ecr.waitForCall(({ aborted }) => aborted)).status, 200);
  });

  it('reset: the socket is reset by us, not left by the client', async () => {
    ecr.setFault({ kind: 'reset' });
    assert.match(await outcomeOf(sdkClient(ecr)), /ECONNRESET/);
    assert.deepEqual([ecr.calls[0]?.status, ecr.calls[0]?.aborted], [undefined, false]);
  });
});

const answers: readonly { readonly fault: EcrFault; readonly body: RegExp }[] = [
  { fault: { kind: 'notJson' }, body: /^<html>/ },
  { fault: { kind: 'truncatedJson' }, body: /^\{"authorizationData":\[\{"authorizationToken":"[^}]*$/ },
  { fault: { kind: 'emptyList' }, body: /^\{"authorizationData":\[\]\}$/ },
  {
    fault: { kind: 'missingField', field: 'authorizationToken' },
    body: /^\{"authorizationData":\[\{"expiresAt":[^"]+,"proxyEndpoint":"[^"]+"\}\]\}$/,
  },
  {
    fault: { kind: 'missingField', field: 'expiresAt' },
    body: /^\{"authorizationData":\[\{"authorizationToken":"[^"]+","proxyEndpoint":"[^"]+"\}\]\}$/,
  },
  {
    fault: { kind: 'missingField', field: 'proxyEndpoint' },
    body: /^\{"authorizationData":\[\{"authorizationToken":"[^"]+","expiresAt":[^"]+\}\]\}$/,
  },
  { fault: { kind: 'badBase64' }, body: /"authorizationToken":"QVdTOnBh\*!c3M6d29yZA=="/ },
  { fault: { kind: 'noColon' }, body: tokenOf('AWSpassword') },
  { fault: { kind: 'emptyUser' }, body: tokenOf(':pass:word') },
  { fault: { kind: 'emptyPassword' }, body: tokenOf('AWS:') },
  { fault: { kind: 'severalColons' }, body: tokenOf('AWS:pass:word:second:third:') },
];

describe('a fault of the answer', () => {
  for (const { fault, body } of answers) {
    it(`${JSON.stringify(fault)} has status 200 and a body like ${body.source}`, async () => {
      ecr.setFault(fault);
      const response = await rawCall(ecr.url);
      assert.equal(response.status, 200);
      assert.match(await response.text(), body);
    });
  }

  it('a token counts as issued if it went out, whatever else was missing', async () => {
    const counts: number[] = [];
    for (const field of ['authorizationToken', 'expiresAt'] as const) {
      ecr.setFault({ kind: 'missingField', field });
      await rawCall(ecr.url);
      counts.push(ecr.issued.length);
    }
    assert.deepEqual(counts, [0, 1]);
  });

  it('expiryIn moves the expiry, into the past too', async () => {
    ecr.setFault({ kind: 'expiryIn', ms: -1000 });
    const text = await (await rawCall(ecr.url)).text();
    const { expiresAt } = ecr.issued[0] ?? assert.fail('no token');
    assert.ok(expiresAt < new Date());
    assert.equal(Math.round(Number(/"expiresAt":([^,]+)/.exec(text)?.[1]) * 1000), expiresAt.getTime());
  });
});

describe('clockSkew', () => {
  const ms = 2 * 60 * 60_000;

  it('refuses the right time and shows its own', async () => {
    ecr.setFault({ kind: 'clockSkew', ms });
    const response = await rawCall(ecr.url);
    assert.match(await response.text(), /Signature expired/);
    const aheadMs = Date.parse(response.headers.get('date') ?? '') - Date.now();
    assert.ok(Math.abs(aheadMs - ms) < 5000, `${aheadMs} ms ahead`);
  });

  for (const skewMs of [ms, -ms]) {
    it(`is what the SDK's correction overcomes at the second attempt: ${skewMs} ms`, async () => {
      ecr.setFault({ kind: 'clockSkew', ms: skewMs });
      assert.equal(await outcomeOf(sdkClient(ecr, { maxAttempts: 2 })), 'token');
      assert.deepEqual(
        ecr.calls.map((call) => call.status),
        [400, 200],
      );
    });
  }
});

describe('the scope of a fault', () => {
  it('is the region that the signature names, before the general one', async () => {
    ecr.setFault({ kind: 'emptyList' });
    ecr.setFault({ kind: 'accessDenied' }, { region: 'eu-west-1' });
    const statuses = async () => [
      (await rawCall(ecr.url, { region: 'eu-west-1' })).status,
      await (await rawCall(ecr.url, { region: 'us-east-1' })).text(),
    ];
    assert.deepEqual(await statuses(), [400, '{"authorizationData":[]}']);
    ecr.setFault(undefined, { region: 'eu-west-1' });
    assert.deepEqual(await statuses(), [200, '{"authorizationData":[]}']);
    ecr.setFault(undefined);
    assert.equal((await statuses()).includes('{"authorizationData":[]}'), false);
  });

  it('is so many calls, those of strangers not counted', async () => {
    ecr.setFault({ kind: 'throttling' }, { times: 2 });
    const stranger = { headers: { 'x-amz-extra': '1' }, unsigned: ['x-amz-extra'] };
    const statuses: number[] = [];
    for (const call of [{}, stranger, {}, {}]) statuses.push((await rawCall(ecr.url, call)).status);
    assert.deepEqual(statuses, [400, 400, 400, 200]);
  });

  it('is all regions for a fault taken back without one', () => {
    const board = createFaultBoard();
    board.set({ kind: 'reset' }, { region: 'eu-west-1' });
    board.set(undefined);
    assert.equal(board.peek('eu-west-1'), undefined);
  });

  it('falls back to the general fault when the region has used its own up', () => {
    const board = createFaultBoard();
    board.set({ kind: 'hang' });
    board.set({ kind: 'reset' }, { region: 'eu-west-1', times: 1 });
    assert.equal(board.peek('eu-west-1')?.kind, 'reset');
    board.spend('eu-west-1');
    assert.equal(board.peek('eu-west-1')?.kind, 'hang');
  });
});

function tokenOf(text: string): RegExp {
  return new RegExp(`"authorizationToken":"${Buffer.from(text).toString('base64').replaceAll('+', '\\+')}"`);
}
