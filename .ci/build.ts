import { chmodSync, mkdirSync } from 'node:fs';
import { build } from 'esbuild';

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

mkdirSync('dist', { recursive: true });
await build({
  entryPoints: ['src/main.ts'],
  outfile,
  bundle: true,
  platform: 'node',
  target: 'node20.19',
  format: 'cjs',
  // The ES form of the dependencies, so that what nobody uses is left out.
  mainFields: ['module', 'main'],
  banner: { js: `#!/usr/bin/env node\n${prologue}` },
  footer: { js: '})();' },
  legalComments: 'none',
  minifySyntax: true,
  minifyWhitespace: true,
  logLevel: 'warning',
});
chmodSync(outfile, 0o755);
