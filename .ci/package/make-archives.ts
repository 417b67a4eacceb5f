import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { join } from 'node:path';
import { ReleaseError } from './release-error.ts';
import type { ReleasePlatform } from './release-platforms.ts';

/** An archive to be made. */
export interface ArchiveOrder {
  readonly platform: ReleasePlatform;
  readonly path: string;
}

/**
 * Makes archives, as many at a time as there are processors.
 *
 * @param folder - to work in; the texts that go into every archive are there
 * @throws ReleaseError when one can't be made; what went wrong is on stderr
 */
export async function makeArchives(
  orders: readonly ArchiveOrder[],
  folder: string,
  date: Date,
): Promise<void> {
  // The longest first, so that no processor is idle in the end.
  const waiting = orders.toSorted(
    (left, right) => right.platform.builds.length - left.platform.builds.length,
  );
  const failed: string[] = [];
  const work = async () => {
    for (let order = waiting.shift(); order; order = waiting.shift()) {
      if (await makeArchive(order, folder, date)) continue;
      failed.push(order.platform.name);
      waiting.length = 0;
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, work));
  if (failed.length > 0) throw new ReleaseError(`The archive for ${failed.join(' and ')} could not be made.`);
}

/** False when it failed, and has said why on stderr. */
async function makeArchive({ platform, path }: ArchiveOrder, folder: string, date: Date): Promise<boolean> {
  const program = join(import.meta.dirname, 'make-archive-main.ts');
  const args = [...process.execArgv, program, platform.name, folder, path, String(date.getTime())];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, TZ: 'UTC' },
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const [status] = await once(child, 'close');
  return status === 0;
}
