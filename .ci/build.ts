import { chmodSync, mkdirSync } from 'node:fs';
import { relative } from 'node:path';
import { build } from 'esbuild';
import { bundleOptions } from './bundle.ts';
import { onDemand } from './on-demand.ts';

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
`;

const outfile = 'dist/terraform-provider-ecr';

/**
 * Keeps what is imported on demand as a text until then: V8 only skips over a text, but has to scan the whole of a
 * function, and the AWS SDK and reflection are most of the bundle.
 */
function asText(code: string, path: string): string {
  const name = `file:///terraform-provider-ecr/${relative('.', path)}`;
  const names = ['require', 'module', 'exports'].join();
  return `new Function(${JSON.stringify(names)}, ${JSON.stringify(`${code}\n//# sourceURL=${name}`)})(${names});`;
}

mkdirSync('dist', { recursive: true });
await build({
  ...bundleOptions,
  entryPoints: ['src/main.ts'],
  outfile,
  plugins: [
    onDemand(['ecr-client.ts', 'reflection-answers.ts'], bundleOptions, asText),
    ...bundleOptions.plugins,
  ],
  banner: { js: `#!/usr/bin/env node\n${prologue}` },
  footer: { js: '})();' },
});
chmodSync(outfile, 0o755);
