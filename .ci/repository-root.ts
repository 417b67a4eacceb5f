import { join } from 'node:path';

/** The directory of `package.json`. */
export const repositoryRoot: string = join(import.meta.dirname, '..');
