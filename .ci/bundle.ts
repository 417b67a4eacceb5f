import type { BuildOptions } from 'esbuild';
import { loadWhenUsed } from './load-when-used.ts';
import { sourceCommit } from './source-commit.ts';

const grpcJs = String.raw`[\\/]@grpc[\\/]grpc-js[\\/]build[\\/]src[\\/]`;

/** What the bundle for Node and the native build have in common. */
export const bundleOptions = {
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
  define: {
    SOURCE_COMMIT: JSON.stringify(sourceCommit()),
    // Otherwise the directories of this machine would be part of the result.
    __dirname: '"."',
    __filename: '"."',
  },
  plugins: [
    loadWhenUsed([
      // The server's parts for statistics would bring the whole client.
      {
        inFiles: new RegExp(`${grpcJs}(channelz|orca)\\.js$`),
        modules: /^\.\/(make-client|channel-credentials)$/,
      },
      // Values come after the schema, which is all that one of the processes of a plan is asked for.
      { inFiles: /[\\/]src[\\/]tfplugin6[\\/]/, modules: /^msgpack-lite$/ },
      // Hosts do not compress.
      { inFiles: new RegExp(`${grpcJs}server-interceptors\\.js$`), modules: /^zlib$/ },
    ]),
  ],
} as const satisfies BuildOptions;
