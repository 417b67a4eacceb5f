import { relative } from 'node:path';
import type { ImportKind, Plugin } from 'esbuild';

/** Modules that the files of a package load and, as we use it, seldom or never need. */
export interface SeldomUsed {
  readonly inFiles: RegExp;
  readonly modules: RegExp;
}

const namespace = 'load-when-used';
const loadable: ReadonlySet<ImportKind> = new Set(['require-call', 'import-statement']);

/**
 * Puts off the loading of CommonJS modules until something of them is used, which is never for the client parts of a
 * package that only serves here. An `import` of them must be of the default.
 */
export function loadWhenUsed(seldomUsed: readonly SeldomUsed[]): Plugin {
  return {
    name: namespace,
    setup(build) {
      build.onResolve({ filter: /.*/ }, async ({ path, importer, resolveDir, kind, pluginData }) => {
        const wanted = seldomUsed.some(
          ({ inFiles, modules }) => inFiles.test(importer) && modules.test(path) && loadable.has(kind),
        );
        if (!wanted || pluginData === namespace) return undefined;
        const found = await build.resolve(path, {
          importer,
          resolveDir,
          kind: 'require-call',
          pluginData: namespace,
        });
        const target = found.external ? path : found.path;
        // esbuild names the module by its path, which must not be one of this machine.
        return { path: relative('.', target), namespace, pluginData: { resolveDir, path: target } };
      });
      build.onLoad({ filter: /.*/, namespace }, ({ pluginData: { path, resolveDir } }) => ({
        contents: `let loaded;
module.exports = new Proxy({}, { get: (_, name) => (loaded ??= require(${JSON.stringify(path)}))[name] });`,
        resolveDir,
      }));
    },
  };
}
