import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { describe, it } from 'node:test';
import { importsOf, violationsOf } from './architecture-rules.ts';

const src = join(import.meta.dirname, '..', 'src');
const files = readdirSync(src, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath, entry.name))
  .map((path) => ({ path: relative(src, path).replaceAll('\\', '/'), text: readFileSync(path, 'utf8') }));

describe('the sources', () => {
  for (const file of files) {
    it(`keep the rules: ${file.path}`, () => assert.deepEqual(violationsOf(file), []));
  }

  it('import only files that exist', () => {
    const known = new Set([...files.map(({ path }) => path), '../package.json']);
    const missing = files.flatMap((file) =>
      importsOf(file).filter(({ target }) => target.endsWith('.ts') && !known.has(target)),
    );
    assert.deepEqual(missing, []);
  });

  it('have each import seen: as many as the words "from" and "import(" say', () => {
    const own = files.filter(({ path }) => !path.startsWith('generated/'));
    const seen = own.flatMap(importsOf).length;
    const said = own.flatMap(
      ({ text }) => text.match(/^(import|export|}).* from '|^import '|\bimport\('/gm) ?? [],
    ).length;
    assert.equal(seen, said);
    assert.ok(seen > 100);
  });
});

const planted: readonly (readonly [path: string, text: string, violation: string])[] = [
  [
    'token/x.ts',
    "import { a } from '../provider/value.ts';",
    'token/x.ts imports upwards or sideways: provider/value.ts',
  ],
  [
    'token/x.ts',
    "import type { A } from '../provider/value.ts';",
    'token/x.ts imports upwards or sideways: provider/value.ts',
  ],
  [
    'token/x.ts',
    "export { a } from '../grpc/unary-handler.ts';",
    'token/x.ts imports upwards or sideways: grpc/unary-handler.ts',
  ],
  [
    'token/x.ts',
    "const { a } = await import('../tfplugin6/cty-type.ts');",
    'token/x.ts imports upwards or sideways: tfplugin6/cty-type.ts',
  ],
  [
    'token/x.ts',
    "import {\n  a,\n  b,\n} from '../go-plugin/der.ts';",
    'token/x.ts imports upwards or sideways: go-plugin/der.ts',
  ],
  [
    'token/x.ts',
    "import '../generated/tfplugin6/value.ts';",
    'token/x.ts imports upwards or sideways: generated/tfplugin6/value.ts',
  ],
  [
    'provider/x.ts',
    "import { a } from '../tfplugin6/cty-type.ts';",
    'provider/x.ts imports upwards or sideways: tfplugin6/cty-type.ts',
  ],
  [
    'provider/x.ts',
    "import { a } from '../generated/tfplugin6/value.ts';",
    'provider/x.ts imports upwards or sideways: generated/tfplugin6/value.ts',
  ],
  [
    'tfplugin6/x.ts',
    "import { a } from '../token/region.ts';",
    'tfplugin6/x.ts imports upwards or sideways: token/region.ts',
  ],
  [
    'tfplugin6/x.ts',
    "import { a } from '../go-plugin/der.ts';",
    'tfplugin6/x.ts imports upwards or sideways: go-plugin/der.ts',
  ],
  [
    'go-plugin/x.ts',
    "import { a } from '../tfplugin6/cty-type.ts';",
    'go-plugin/x.ts imports upwards or sideways: tfplugin6/cty-type.ts',
  ],
  [
    'go-plugin/x.ts',
    "import { a } from '../token/region.ts';",
    'go-plugin/x.ts imports upwards or sideways: token/region.ts',
  ],
  [
    'grpc/x.ts',
    "import { a } from '../provider/value.ts';",
    'grpc/x.ts imports upwards or sideways: provider/value.ts',
  ],
  ['logger.ts', "import { a } from './version.ts';", 'logger.ts imports upwards or sideways: version.ts'],
  [
    'new-layer/x.ts',
    "import { a } from '../token/region.ts';",
    'new-layer/x.ts imports upwards or sideways: token/region.ts',
  ],
  ['create-service.ts', "import { a } from './main.ts';", 'create-service.ts imports main.ts: main.ts'],
  [
    'token/x.ts',
    "import { a } from '@aws-sdk/client-ecr';",
    'token/x.ts imports the AWS SDK: @aws-sdk/client-ecr',
  ],
  [
    'token/x.ts',
    "import type { A } from '@smithy/core/config';",
    'token/x.ts imports the AWS SDK: @smithy/core/config',
  ],
  [
    'token/x.ts',
    "import { a } from './ecr-client.ts';",
    'token/x.ts imports the AWS client before it is needed: token/ecr-client.ts',
  ],
  [
    'main.ts',
    "import './token/ecr-client.ts';",
    'main.ts imports the AWS client before it is needed: token/ecr-client.ts',
  ],
  [
    'provider/x.ts',
    "import { a } from '@grpc/grpc-js';",
    'provider/x.ts imports a wire format: @grpc/grpc-js',
  ],
  ['token/x.ts', "import a from 'msgpack-lite';", 'token/x.ts imports a wire format: msgpack-lite'],
  ['token/x.ts', 'const key = process.env.AWS_PROFILE;', 'token/x.ts touches the process'],
  ['provider/x.ts', 'process.exit(1);', 'provider/x.ts touches the process'],
  ['go-plugin/x.ts', "process.stdout.write('x');", 'go-plugin/x.ts touches the process'],
  ['go-plugin/x.ts', "console.log('x');", 'go-plugin/x.ts touches the process'],
  ['token/x.ts', '\n'.repeat(221), 'token/x.ts has 221 lines'],
  ['token/utils.ts', '', 'token/utils.ts has a name that says nothing'],
  ['token/index.ts', '', 'token/index.ts has a name that says nothing'],
  ['token/someThing.ts', '', 'token/someThing.ts is not in kebab-case'],
];

describe('the rules', () => {
  for (const [path, text, violation] of planted) {
    it(`catch: ${violation}`, () => {
      assert.ok(
        violationsOf({ path, text }).includes(violation),
        violationsOf({ path, text }).join('\n') || 'not caught',
      );
    });
  }

  const permitted: readonly (readonly [path: string, text: string])[] = [
    [
      'token/x.ts',
      "import type { A } from './ecr-client.ts';\nimport { b } from '../generated/partitions.ts';",
    ],
    ['token/ecr-client.ts', "import { a } from '@aws-sdk/client-ecr';"],
    ['tfplugin6/x.ts', "import { a } from '../provider/value.ts';\nimport b from 'msgpack-lite';"],
    ['create-service.ts', "const load = () => import('./token/ecr-client.ts');"],
    ['token/x.ts', '// process.env is for main.ts\n/** process.exit */'],
    ['main.ts', "import { tmpdir } from 'node:os';\nprocess.exit(process.argv.length);"],
    ['generated/x.ts', '\n'.repeat(9_999)],
  ];
  for (const [path, text] of permitted) {
    it(`let through: ${path} ${text.trim().split('\n')[0]}`, () =>
      assert.deepEqual(violationsOf({ path, text }), []));
  }
});
