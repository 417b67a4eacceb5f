import packageJson from '../package.json' with { type: 'json' };

/** Version of the provider; it stands in `package.json` alone. */
export const version: string = packageJson.version;

/** Put here by the build. */
declare const SOURCE_COMMIT: string | undefined;

/** The full hash of the commit that this was built from, with `-dirty` when files differed from it; or `unknown`. */
export const commit = typeof SOURCE_COMMIT === 'undefined' ? 'unknown' : SOURCE_COMMIT;

/** What runs us, with its version: `Node.js 20.19.0`. */
export function runtime(versions: Readonly<NodeJS.ProcessVersions>): string {
  return versions.bun === undefined ? `Node.js ${versions.node}` : `Bun ${versions.bun}`;
}
