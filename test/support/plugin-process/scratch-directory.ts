import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestScope } from './test-scope.ts';

/** A directory of its own for one plugin, with a home and a place for temporary files. */
export interface ScratchDirectory {
  readonly path: string;
  readonly home: string;
  /** The plugin's `TMPDIR`; nothing is in it before. */
  readonly temporary: string;
}

/** Makes one, short enough for sockets in it; it is gone at the end of the scope. */
export function makeScratchDirectory(scope: TestScope): ScratchDirectory {
  const path = mkdtempSync(join(tmpdir(), 'ecr-'));
  scope.after(() => rmSync(path, { recursive: true, force: true }));
  const scratch = { path, home: join(path, 'home'), temporary: join(path, 'tmp') };
  mkdirSync(scratch.home);
  mkdirSync(scratch.temporary);
  return scratch;
}
