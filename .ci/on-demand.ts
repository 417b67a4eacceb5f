import { basename, dirname, relative, resolve } from 'node:path';
import { type BuildOptions, build, type Plugin } from 'esbuild';

const namespace = 'on-demand';

/**
 * Makes one CommonJS module, in which nothing unused is left, of each part that is imported on demand. In a bundle
 * they would otherwise stay a module each, and every `index` of theirs would load all that it names.
 *
 * @param parts - file names of those imported
 * @param options - for each part
 * @param wrap - makes what stands in the bundle of a part's code; `path` is that of its first file
 */
export function onDemand(
  parts: readonly string[],
  options: BuildOptions,
  wrap: (code: string, path: string) => string,
): Plugin {
  return {
    name: namespace,
    setup(main) {
      main.onResolve({ filter: /\.ts$/ }, ({ kind, resolveDir, path }) =>
        kind === 'dynamic-import' && parts.includes(basename(path))
          ? // esbuild names the module by its path, which must not be one of this machine.
            { path: relative('.', resolve(resolveDir, path)), namespace }
          : undefined,
      );
      main.onLoad({ filter: /.*/, namespace }, async ({ path }) => {
        const file = resolve(path);
        const part = await build({ ...options, entryPoints: [file], write: false });
        return { contents: wrap(part.outputFiles?.[0]?.text ?? '', file), resolveDir: dirname(file) };
      });
    },
  };
}
