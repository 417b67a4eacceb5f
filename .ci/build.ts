import { chmodSync, mkdirSync } from 'node:fs';
import { dirname, relative, resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';
import { sourceCommit } from './source-commit.ts';

// The bundle runs wherever it is copied, also below a package.json with "type": "module", where Node takes a file
// without extension for an ES module: so it must be a valid program in both module systems. It gets Node's own
// modules from the process, and everything else is inside.
const prologue = `(() => {
if (!process.getBuiltinModule) {
  console.error('terraform-provider-ecr needs Node.js 20.19 or later; the node on this PATH is ' + process.version + '.');
  process.exit(1);
}
const require = (name) => {
  const builtin = process.getBuiltinModule(name);
  if (builtin) return builtin;
  throw Object.assign(new Error("Cannot find module '" + name + "'"), { code: 'MODULE_NOT_FOUND' });
};
const module = { exports: {} };
const exports = module.exports;
const __filename = process.argv[1];
const __dirname = '.';
`;

const outfile = 'dist/terraform-provider-ecr';

const shared = {
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // The ES form of the dependencies, so that what nobody uses is left out.
  mainFields: ['module', 'main'],
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
  define: { SOURCE_COMMIT: JSON.stringify(sourceCommit()) },
} as const satisfies BuildOptions;

/**
 * Keeps what is imported on demand as a text until then: V8 only skips over a text, but has to scan the whole of a
 * function, and the AWS SDK and reflection are most of the bundle.
 */
const asText: Plugin = {
  name: 'as-text',
  setup(main) {
    main.onResolve({ filter: /\/(?:ecr-client|reflection-answers)\.ts$/ }, ({ kind, resolveDir, path }) =>
      kind === 'dynamic-import' ? { path: resolve(resolveDir, path), namespace: 'as-text' } : undefined,
    );
    main.onLoad({ filter: /.*/, namespace: 'as-text' }, async ({ path }) => {
      const inner = await build({ ...shared, entryPoints: [path], write: false });
      const name = `file:///terraform-provider-ecr/${relative('.', path)}`;
      const code = `${inner.outputFiles[0]?.text}\n//# sourceURL=${name}`;
      const names = ['require', 'module', 'exports', '__filename', '__dirname'];
      return {
        contents: `new Function(${JSON.stringify(names.join())}, ${JSON.stringify(code)})(${names.join()});`,
        resolveDir: dirname(path),
      };
    });
  },
};

mkdirSync('dist', { recursive: true });
await build({
  ...shared,
  entryPoints: ['src/main.ts'],
  outfile,
  plugins: [asText],
  banner: { js: `#!/usr/bin/env node\n${prologue}` },
  footer: { js: '})();' },
});
chmodSync(outfile, 0o755);
