import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../../support/plugin-process/executable.ts';
import type { Figure, Reading } from '../figure.ts';

/** What a user downloads. There are zips of the native build only. */
export const zipSize: Figure = {
  name: 'zip',
  rows: [
    {
      id: 'zip',
      label: 'one zip for macOS or Windows',
      unit: 'MB',
      must: { atMost: 60 },
      aim: { atMost: 30 },
    },
    {
      id: 'zip_linux',
      label: 'one zip for Linux, which holds a build for either C library',
      unit: 'MB',
      must: { atMost: 115 },
      aim: { atMost: 57.5 },
    },
  ],
  measure: async () => {
    const zips = findZips(join(repositoryRoot, 'dist/release'));
    const isForLinux = ({ name }: Zip) => name.includes('_linux_');
    return {
      readings: {
        zip: { native: largest(zips.filter((zip) => !isForLinux(zip))) },
        zip_linux: { native: largest(zips.filter(isForLinux)) },
      },
      samples: Object.fromEntries(zips.map(({ name, megabytes }) => [name, [megabytes]])),
    };
  },
};

interface Zip {
  readonly name: string;
  readonly megabytes: number;
}

function findZips(directory: string): readonly Zip[] {
  if (!existsSync(directory)) return [];
  return readdirSync(directory, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.zip'))
    .map((name) => ({ name, megabytes: statSync(join(directory, name)).size / 1_000_000 }));
}

function largest(zips: readonly Zip[]): Reading {
  if (zips.length === 0) return { missing: 'run `npm run package` (for all platforms) first' };
  return { value: Math.max(...zips.map(({ megabytes }) => megabytes)) };
}
