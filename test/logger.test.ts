import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { createLogger, type Logger, type LogLevel, logLevelFromEnvironment } from '../src/logger.ts';

const clock = () => new Date('2026-11-21T12:34:56.789Z');
const levels = ['trace', 'debug', 'info', 'warn', 'error'] as const;

function recorded(level: LogLevel): { logger: Logger; lines: string[] } {
  const lines: string[] = [];
  return { logger: createLogger({ level, module: 'ecr', write: (line) => lines.push(line), clock }), lines };
}

describe('a log line', () => {
  it('is one line of JSON as hclog writes it', () => {
    const { logger, lines } = recorded('trace');
    logger.info('asked', { region: 'eu-central-1', attempts: 2, ok: true });
    assert.deepEqual(lines, [
      '{"@level":"info","@message":"asked","@module":"ecr","@timestamp":"2026-11-21T12:34:56.789000Z",' +
        '"region":"eu-central-1","attempts":2,"ok":true}\n',
    ]);
  });

  it('leaves out fields that are undefined', () => {
    const { logger, lines } = recorded('trace');
    logger.info('asked', { region: undefined });
    assert.doesNotMatch(lines[0] ?? '', /region/);
  });

  it('stays one line whatever is in it', () => {
    const { logger, lines } = recorded('trace');
    logger.warn('a\nb\r"c"', { field: '\u2028\n' });
    assert.equal(lines[0]?.indexOf('\n'), lines[0] === undefined ? -1 : lines[0].length - 1);
    assert.equal((JSON.parse(lines[0] ?? '') as Record<string, unknown>)['@message'], 'a\nb\r"c"');
  });

  it('names the module with all of its parents', () => {
    const { logger, lines } = recorded('trace');
    logger.named('token').named('call').error('x');
    assert.match(lines[0] ?? '', /"@module":"ecr\.token\.call"/);
  });
});

describe('a level', () => {
  for (const [index, level] of [...levels, 'off' as const].entries()) {
    it(`of ${level} lets through ${levels.slice(index).join(', ') || 'nothing'}`, () => {
      const { logger, lines } = recorded(level);
      for (const each of levels) {
        logger[each]('x');
        logger.named('y')[each]('x');
      }
      const written = lines.map((line) => (JSON.parse(line) as Record<string, unknown>)['@level']);
      assert.deepEqual([...new Set(written)], levels.slice(index));
      assert.equal(written.length, 2 * levels.slice(index).length);
    });
  }
});

describe('the level that the user asked for', () => {
  const cases: readonly (readonly [env: Record<string, string>, level: LogLevel])[] = [
    [{}, 'warn'],
    [{ TF_LOG: '' }, 'warn'],
    [{ TF_LOG: 'DEBUG' }, 'debug'],
    [{ TF_LOG: ' info ' }, 'info'],
    [{ TF_LOG: 'off' }, 'off'],
    [{ TF_LOG: 'JSON' }, 'trace'],
    [{ TF_LOG: '1' }, 'trace'],
    [{ TF_LOG: 'constructor' }, 'trace'],
    [{ TF_LOG: 'ERROR', TF_LOG_PROVIDER: 'TRACE' }, 'trace'],
    [{ TF_LOG: 'TRACE', TF_LOG_PROVIDER: 'ERROR' }, 'error'],
    [{ TF_LOG: 'TRACE', TF_LOG_PROVIDER: '' }, 'trace'],
  ];
  for (const [env, level] of cases) {
    it(`${JSON.stringify(env)}: ${level}`, () => assert.equal(logLevelFromEnvironment(env), level));
  }
});
