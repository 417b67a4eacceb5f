import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import type { MirroredPlugin } from '../plugin-mirror.ts';

/** A built stub, and how to remove it. */
export interface BuiltStub {
  readonly plugin: MirroredPlugin;
  remove(): void;
}

/** Builds the stub of the Docker provider into one executable file in a directory of its own. */
export async function buildDockerStub(): Promise<BuiltStub> {
  const directory = mkdtempSync(join(tmpdir(), 'ecr-docker-stub-'));
  const executable = join(directory, 'terraform-provider-docker');
  await build({
    entryPoints: [fileURLToPath(new URL('main.ts', import.meta.url))],
    outfile: executable,
    bundle: true,
    platform: 'node',
    target: 'node20.19',
    format: 'cjs',
    banner: { js: '#!/usr/bin/env node' },
    logLevel: 'error',
  });
  return {
    plugin: { source: 'terraform.internal/stub/docker', version: '1.0.0', executable },
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}
