import { known, nullValue, unknown, type Value, type ValueType } from '../../src/provider/value.ts';

/** A value and its msgpack form, as Go's cty reads and writes it. */
export interface ValueSample {
  readonly name: string;
  readonly type: ValueType;
  /** Golden bytes, blanks between the parts. */
  readonly hex: string;
  readonly value: Value;
}

export const bytesOf = (hex: string): Buffer => Buffer.from(hex.replaceAll(' ', ''), 'hex');
export const list = (...elements: readonly Value[]): Value => known(elements);
export const map = (entries: Readonly<Record<string, Value>>): Value =>
  known(new Map(Object.entries(entries)));

const x = known('x');
const everyType: readonly (readonly [name: string, type: ValueType])[] = [
  ['string', 'string'],
  ['number', 'number'],
  ['bool', 'bool'],
  ['dynamic', 'dynamic'],
  ['list', { list: 'string' }],
  ['set', { set: 'string' }],
  ['map', { map: 'string' }],
  ['tuple', { tuple: ['string'] }],
  ['object', { object: { a: 'string' } }],
];

/** Both ways: what we write, and read back as the same. */
export const canonicalSamples: readonly ValueSample[] = [
  ...everyType.map(([name, type]) => ({ name: `null ${name}`, type, hex: 'c0', value: nullValue })),
  ...everyType.map(([name, type]) => ({ name: `unknown ${name}`, type, hex: 'd40000', value: unknown })),
  { name: 'empty string', type: 'string', hex: 'a0', value: known('') },
  { name: 'string', type: 'string', hex: 'a3 c3a9 78', value: known('éx') },
  { name: 'string of 31 bytes', type: 'string', hex: `bf ${'61'.repeat(31)}`, value: known('a'.repeat(31)) },
  {
    name: 'string of 32 bytes',
    type: 'string',
    hex: `d920 ${'61'.repeat(32)}`,
    value: known('a'.repeat(32)),
  },
  {
    name: 'string of 256 bytes',
    type: 'string',
    hex: `da0100 ${'61'.repeat(256)}`,
    value: known('a'.repeat(256)),
  },
  {
    name: 'string of 65,536 bytes',
    type: 'string',
    hex: `db00010000 ${'61'.repeat(65_536)}`,
    value: known('a'.repeat(65_536)),
  },
  { name: 'false', type: 'bool', hex: 'c2', value: known(false) },
  { name: 'true', type: 'bool', hex: 'c3', value: known(true) },
  { name: '0', type: 'number', hex: '00', value: known(0) },
  { name: '127', type: 'number', hex: '7f', value: known(127) },
  { name: '255', type: 'number', hex: 'ccff', value: known(255) },
  { name: '65,535', type: 'number', hex: 'cdffff', value: known(65_535) },
  { name: '2^32 - 1', type: 'number', hex: 'ceffffffff', value: known(4_294_967_295) },
  { name: '-1', type: 'number', hex: 'ff', value: known(-1) },
  { name: '-32', type: 'number', hex: 'e0', value: known(-32) },
  { name: '-128', type: 'number', hex: 'd080', value: known(-128) },
  { name: '-32,768', type: 'number', hex: 'd18000', value: known(-32_768) },
  { name: '-2^31', type: 'number', hex: 'd280000000', value: known(-2_147_483_648) },
  { name: '1.5', type: 'number', hex: 'cb3ff8000000000000', value: known(1.5) },
  { name: '2^53 - 1', type: 'number', hex: 'cb433fffffffffffff', value: known(Number.MAX_SAFE_INTEGER) },
  {
    name: '2^53 + 1, as a text',
    type: 'number',
    hex: `b0 ${Buffer.from('9007199254740993').toString('hex')}`,
    value: known(9_007_199_254_740_993n),
  },
  {
    name: 'digits that no double holds, as a text',
    type: 'number',
    hex: `b5 ${Buffer.from('3.1415926535897932384').toString('hex')}`,
    value: known({ decimal: '3.1415926535897932384' }),
  },
  { name: 'empty list', type: { list: 'string' }, hex: '90', value: list() },
  { name: 'list', type: { list: 'string' }, hex: '93 a178 c0 d40000', value: list(x, nullValue, unknown) },
  {
    name: 'list of 16',
    type: { list: 'bool' },
    hex: `dc0010 ${'c3'.repeat(16)}`,
    value: list(...Array(16).fill(known(true))),
  },
  { name: 'empty set', type: { set: 'number' }, hex: '90', value: list() },
  { name: 'set', type: { set: 'number' }, hex: '92 02 01', value: list(known(2), known(1)) },
  { name: 'empty map', type: { map: 'string' }, hex: '80', value: map({}) },
  { name: 'map', type: { map: 'string' }, hex: '82 a161 a178 a162 c0', value: map({ a: x, b: nullValue }) },
  { name: 'map with an empty key', type: { map: 'bool' }, hex: '81 a0 c3', value: map({ '': known(true) }) },
  { name: 'empty object', type: { object: {} }, hex: '80', value: map({}) },
  {
    name: 'object',
    type: { object: { a: 'string', b: 'bool' } },
    hex: '82 a161 a178 a162 c3',
    value: map({ a: x, b: known(true) }),
  },
  { name: 'empty tuple', type: { tuple: [] }, hex: '90', value: list() },
  { name: 'tuple', type: { tuple: ['string', 'number'] }, hex: '92 a178 07', value: list(x, known(7)) },
  {
    name: 'list of lists',
    type: { list: { list: 'bool' } },
    hex: '92 91 c3 90',
    value: list(list(known(true)), list()),
  },
  {
    name: 'dynamic string',
    type: 'dynamic',
    hex: `92 c408 ${Buffer.from('"string"').toString('hex')} a178`,
    value: known({ type: 'string', content: x }),
  },
  {
    name: 'dynamic list of unknown numbers',
    type: 'dynamic',
    hex: `92 c411 ${Buffer.from('["list","number"]').toString('hex')} 91 d40000`,
    value: known({ type: { list: 'number' }, content: list(unknown) }),
  },
  {
    name: 'dynamic null',
    type: 'dynamic',
    hex: `92 c406 ${Buffer.from('"bool"').toString('hex')} c0`,
    value: known({ type: 'bool', content: nullValue }),
  },
  {
    name: 'configuration with a nested block',
    type: { object: { region: 'string', endpoints: { set: { object: { ecr: 'string' } } } } },
    hex: `82 a9 ${Buffer.from('endpoints').toString('hex')} 91 81 a3656372 a178 a6 ${Buffer.from('region').toString('hex')} d40000`,
    value: map({ endpoints: list(map({ ecr: x })), region: unknown }),
  },
];

const number = 'number' as const;
/** What a host may send, though we write it otherwise. */
export const readableSamples: readonly ValueSample[] = [
  { name: 'str 8 where a fixstr would do', type: 'string', hex: 'd901 78', value: x },
  { name: 'str 16', type: 'string', hex: 'da0001 78', value: x },
  { name: 'str 32', type: 'string', hex: 'db00000001 78', value: x },
  { name: 'array 16', type: { list: 'string' }, hex: 'dc0001 a178', value: list(x) },
  { name: 'array 32', type: { list: 'string' }, hex: 'dd00000001 a178', value: list(x) },
  { name: 'map 16', type: { map: 'string' }, hex: 'de0001 a161 a178', value: map({ a: x }) },
  { name: 'map 32', type: { map: 'string' }, hex: 'df00000001 a161 a178', value: map({ a: x }) },
  { name: 'uint 8', type: number, hex: 'cc07', value: known(7) },
  { name: 'uint 16', type: number, hex: 'cd0007', value: known(7) },
  { name: 'uint 32', type: number, hex: 'ce00000007', value: known(7) },
  { name: 'uint 64', type: number, hex: 'cf0000000000000007', value: known(7) },
  {
    name: 'uint 64 of 2^53 - 1',
    type: number,
    hex: 'cf001fffffffffffff',
    value: known(Number.MAX_SAFE_INTEGER),
  },
  { name: 'uint 64 of 2^53', type: number, hex: 'cf0020000000000000', value: known(9_007_199_254_740_992n) },
  {
    name: 'uint 64 of 2^53 + 1',
    type: number,
    hex: 'cf0020000000000001',
    value: known(9_007_199_254_740_993n),
  },
  {
    name: 'uint 64 of 2^64 - 1',
    type: number,
    hex: 'cfffffffffffffffff',
    value: known(18_446_744_073_709_551_615n),
  },
  { name: 'int 8', type: number, hex: 'd0f9', value: known(-7) },
  { name: 'int 16', type: number, hex: 'd1fff9', value: known(-7) },
  { name: 'int 32', type: number, hex: 'd2fffffff9', value: known(-7) },
  { name: 'int 64', type: number, hex: 'd3fffffffffffffff9', value: known(-7) },
  {
    name: 'int 64 of -2^53 - 1',
    type: number,
    hex: 'd3ffdfffffffffffff',
    value: known(-9_007_199_254_740_993n),
  },
  {
    name: 'int 64 of -2^63',
    type: number,
    hex: 'd38000000000000000',
    value: known(-9_223_372_036_854_775_808n),
  },
  {
    name: 'int 64 of 2^63 - 1',
    type: number,
    hex: 'd37fffffffffffffff',
    value: known(9_223_372_036_854_775_807n),
  },
  { name: 'float 32', type: number, hex: 'ca3fc00000', value: known(1.5) },
  { name: 'float 64 of a whole number', type: number, hex: 'cb401c000000000000', value: known(7) },
  { name: 'decimal text that a number holds', type: number, hex: 'a2 3432', value: known(42) },
  { name: 'decimal text with a fraction', type: number, hex: 'a3 302e35', value: known(0.5) },
  {
    name: 'decimal text with an exponent',
    type: number,
    hex: 'a5 3165343030',
    value: known({ decimal: '1e400' }),
  },
  { name: 'unknown, refined: not null', type: 'string', hex: 'c7030c 81 01 c2', value: unknown },
  {
    name: 'unknown, refined: a prefix',
    type: 'string',
    hex: 'c70a0c 82 01 c2 02 a5 68747470 73',
    value: unknown,
  },
  {
    name: 'unknown, refined: bounds of a number',
    type: number,
    hex: 'c7060c 81 03 92 01 c3 00',
    value: unknown,
  },
  { name: 'unknown, refined, of one byte', type: 'string', hex: 'd40c80', value: unknown },
  { name: 'unknown, refined, ext 16', type: 'string', hex: 'c800030c 81 01 c2', value: unknown },
  { name: 'unknown, refined, ext 32', type: 'string', hex: 'c9000000030c 81 01 c2', value: unknown },
  { name: 'unknown without payload', type: 'string', hex: 'c70000', value: unknown },
  ...['d5', 'd6', 'd7', 'd8'].map((head, index) => ({
    name: `unknown of ${2 << index} bytes`,
    type: 'bool' as const,
    hex: `${head} 00 ${'00'.repeat(2 << index)}`,
    value: unknown,
  })),
  ...['01', '05', '0d', '0e', '7f', '80', 'ff'].map((ext) => ({
    name: `unknown as extension 0x${ext}`,
    type: 'string' as const,
    hex: `d4 ${ext} 00`,
    value: unknown,
  })),
  {
    name: 'object without an attribute that an older host does not know',
    type: { object: { a: 'string', b: 'bool' } },
    hex: '81 a161 a178',
    value: map({ a: x, b: nullValue }),
  },
  {
    name: 'object in another order',
    type: { object: { a: 'string', b: 'bool' } },
    hex: '82 a162 c3 a161 a178',
    value: map({ a: x, b: known(true) }),
  },
  {
    name: 'map with a key __proto__',
    type: { map: 'string' },
    hex: `81 a9 ${Buffer.from('__proto__').toString('hex')} a178`,
    value: known(new Map([['__proto__', x]])),
  },
];
