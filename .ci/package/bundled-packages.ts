import { build, type Metafile } from 'esbuild';
import { bundleOptions } from '../bundle.ts';
import { repositoryRoot } from '../repository-root.ts';
import { type LockedPackage, readLockFile } from './lock-file.ts';
import { ReleaseError } from './release-error.ts';

/** An npm package with code in the executables. */
export interface BundledPackage extends LockedPackage {
  /** Its files that are read for the bundle, below the repository. */
  readonly files: readonly string[];
  /** Locations of the packages that those files import. */
  readonly imports: readonly string[];
}

/** All that is bundled. */
export interface Bundle {
  readonly packages: readonly BundledPackage[];
  /** Locations of the packages that our own files import. */
  readonly imports: readonly string[];
}

/**
 * Finds out which packages the executables are made from, in the order of the lock file.
 *
 * @throws ReleaseError when the lock file does not know one of them
 */
export async function findBundle(): Promise<Bundle> {
  const { metafile } = await build({
    ...bundleOptions,
    // They put off some modules, and hide where these are.
    plugins: [],
    absWorkingDir: repositoryRoot,
    entryPoints: ['src/main.ts'],
    write: false,
    metafile: true,
  });
  const allFiles = Object.keys(metafile.inputs).sort();
  const filesOf = (location?: string) => allFiles.filter((file) => packageOf(file) === location);
  const importsOf = (location?: string) => {
    const imported = filesOf(location).flatMap((file) => importedPackages(metafile, file));
    return [...new Set(imported)].filter((other) => other !== location).sort();
  };
  const found = new Set(allFiles.flatMap((file) => packageOf(file) ?? []));
  const packages = readLockFile('.')
    .filter(({ location }) => found.delete(location))
    .map((locked) => ({
      ...locked,
      files: filesOf(locked.location),
      imports: importsOf(locked.location),
    }));
  const [stranger] = found;
  if (stranger !== undefined) throw new ReleaseError(`${stranger} is bundled, but not in package-lock.json.`);
  return { packages, imports: importsOf() };
}

/** The location of the package that a file belongs to; undefined for our own files. */
function packageOf(file: string): string | undefined {
  return /^.*node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/.exec(file)?.[0];
}

function importedPackages(metafile: Metafile, file: string): string[] {
  const imports = metafile.inputs[file]?.imports ?? [];
  return imports.flatMap(({ path, external }) => (external ? [] : (packageOf(path) ?? [])));
}
