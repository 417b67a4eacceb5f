import { setTimeout as sleep } from 'node:timers/promises';
import { findMethod } from '../support/plugin-process/protocol-definitions.ts';
import type { TerraformResponses, WithDiagnostics } from '../support/plugin-process/terraform-messages.ts';
import { tokenConfig, tokenType } from '../support/plugin-process/token-resource.ts';
import { type EcrSide, regions } from './ecr-side.ts';
import type { Surroundings } from './environments.ts';
import { connectLean, type LeanClient } from './lean-client.ts';
import {
  close,
  configure,
  connect,
  mustTellNothing,
  open,
  openHostStreams,
  shutDown,
  startPlugin,
} from './plugin-life.ts';
import { readMemoryMb } from './process-memory.ts';

const opensAtOnce = 1_000;
const settleMs = 1_000;

/** What is noted of a burst. Memory is `VmRSS`, zero where there is no /proc. */
export const burstKeys = ['opensPerSecond', 'calls', 'beforeMb', 'atOnceMb', 'afterMb'] as const;

/** What was noted: also how many calls to AWS there were, in all regions together. */
export type Burst = Readonly<Record<(typeof burstKeys)[number], number>>;

/**
 * Opens a thousand tokens at once in a new process, spread over all regions, and closes them.
 *
 * @throws Error when an Open or a Close fails
 */
export async function measureBurst(
  executable: string,
  surroundings: Surroundings,
  { endpoint }: EcrSide,
): Promise<Burst> {
  const callsBefore = endpoint.calls.length;
  const plugin = await startPlugin(executable, surroundings);
  const memoryMb = () => (process.platform === 'linux' ? readMemoryMb(plugin.pid, 'VmRSS') : 0);
  const client = connect(plugin);
  openHostStreams(client);
  await configure(client);
  const first = await open(client, regions[0]);
  const lean = await connectLean(plugin.handshake);
  await sleep(settleMs);
  const beforeMb = memoryMb();
  const { answers, durationMs } = await openMany(lean);
  const atOnceMb = memoryMb();
  await sleep(settleMs);
  const afterMb = memoryMb();
  const calls = endpoint.calls.length - callsBefore;
  await close(client, first);
  await closeMany(lean, answers);
  lean.close();
  await shutDown(plugin, client);
  return { opensPerSecond: (opensAtOnce / durationMs) * 1_000, calls, beforeMb, atOnceMb, afterMb };
}

const service = '/tfplugin6.Provider';
const openPath = `${service}/OpenEphemeralResource`;
const closePath = `${service}/CloseEphemeralResource`;
const opening = findMethod(openPath);
const closing = findMethod(closePath);
const requests = regions.map((region) =>
  opening.requestSerialize({ type_name: tokenType, config: tokenConfig({ region }) }),
);

/** Encoding and decoding are done before and after: our client must not be what is measured. */
async function openMany(client: LeanClient): Promise<{ answers: readonly Buffer[]; durationMs: number }> {
  const turns = Array.from({ length: opensAtOnce / requests.length }, () => requests).flat();
  const startedAtMs = performance.now();
  const answers = await Promise.all(turns.map((request) => client.call(openPath, request)));
  return { answers, durationMs: performance.now() - startedAtMs };
}

async function closeMany(client: LeanClient, opened: readonly Buffer[]): Promise<void> {
  const closes = opened.map((bytes) => {
    const answer = opening.responseDeserialize(bytes) as TerraformResponses['OpenEphemeralResource'];
    mustTellNothing(answer);
    return closing.requestSerialize({ type_name: tokenType, private: answer.private });
  });
  const answers = await Promise.all(closes.map((request) => client.call(closePath, request)));
  for (const bytes of answers) mustTellNothing(closing.responseDeserialize(bytes) as WithDiagnostics);
}
