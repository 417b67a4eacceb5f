import assert from 'node:assert/strict';
import { readdirSync } from 'node:fs';
import { describe, it } from 'node:test';
import type { StatusObject } from '@grpc/grpc-js';
import { startConfiguredHost, startHangingOpen } from '../support/plugin-process/ecr-host.ts';
import { nextEvent } from '../support/plugin-process/next-event.ts';
import { type PluginHost, startHost } from '../support/plugin-process/plugin-host.ts';

/** The host kills after 2 s, and every Terraform command waits for us several times. */
const atOnceMs = 1_500;

const shutdownPath = '/plugin.GRPCController/Shutdown';

/** Asks for the end and sees it through. */
async function shutDown({ client, plugin }: PluginHost) {
  const startedAt = performance.now();
  const answer = await client.unary(shutdownPath);
  const exit = await plugin.waitForExit();
  return { answer, exit, tookMs: performance.now() - startedAt, left: readdirSync(plugin.scratch.temporary) };
}

const openStreams = [
  { name: 'no stream open', open: () => {} },
  {
    name: 'the stdio stream open',
    open: (host: PluginHost) => host.client.openStream('/plugin.GRPCStdio/StreamStdio'),
  },
  {
    name: 'the broker stream open',
    open: (host: PluginHost) => host.client.openDuplex('/plugin.GRPCBroker/StartStream'),
  },
  {
    name: 'a health watch open',
    open: (host: PluginHost) => host.client.openStream('/grpc.health.v1.Health/Watch', { service: 'plugin' }),
  },
  {
    name: 'a reflection stream open',
    open: (host: PluginHost) =>
      host.client.openDuplex('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo'),
  },
  { name: 'a second connection open', open: (host: PluginHost) => host.connect().terraform('GetMetadata') },
] as const;

describe('plugin.GRPCController/Shutdown', () => {
  for (const { name, open } of openStreams) {
    it(`answers, and the process ends at once with exit code 0, with ${name}`, async (t) => {
      const host = await startHost(t);
      await open(host);
      await host.client.terraform('GetMetadata');
      const { answer, exit, tookMs, left } = await shutDown(host);
      assert.deepEqual({ answer, exit, left }, { answer: {}, exit: { code: 0, signal: null }, left: [] });
      assert.ok(tookMs < atOnceMs, `${tookMs} ms`);
    });
  }

  it('ends the streams that were open with status OK, instead of waiting for them or cutting them off', async (t) => {
    const { client } = await startHost(t);
    const streams = [
      client.openStream('/plugin.GRPCStdio/StreamStdio'),
      client.openDuplex('/plugin.GRPCBroker/StartStream'),
      client.openStream('/grpc.health.v1.Health/Watch', { service: 'plugin' }),
      client.openDuplex('/grpc.reflection.v1.ServerReflection/ServerReflectionInfo'),
    ];
    const statuses = streams.map((stream) => nextEvent(stream.resume(), 'status'));
    await client.terraform('GetMetadata');
    await client.unary(shutdownPath);
    const codes = (await Promise.all(statuses)).map(([status]) => (status as StatusObject).code);
    assert.deepEqual(codes, [0, 0, 0, 0]);
  });

  it('also ends an Open that hangs in AWS: with a diagnostic, and the call to AWS too', async (t) => {
    const host = await startConfiguredHost(t);
    const open = await startHangingOpen(host);
    const { exit, tookMs, left } = await shutDown(host);
    const [diagnostic] = (await open.answer).diagnostics;
    assert.equal(diagnostic?.summary, 'Authorization Token Request Cancelled');
    assert.deepEqual({ exit, left }, { exit: { code: 0, signal: null }, left: [] });
    assert.ok(tookMs < atOnceMs, `${tookMs} ms`);
    await host.ecr.waitForCall((call) => call.aborted);
  });

  it('answers when asked twice', async (t) => {
    const { client, plugin } = await startHost(t);
    await client.terraform('GetMetadata');
    const answers = await Promise.all([client.unary(shutdownPath), client.unary(shutdownPath)]);
    assert.deepEqual(answers, [{}, {}]);
    assert.deepEqual(await plugin.waitForExit(), { code: 0, signal: null });
  });
});
