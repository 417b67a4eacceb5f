import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { known, nullValue } from '../../src/provider/value.ts';
import { decodeDynamicValue, encodeDynamicValue } from '../../src/tfplugin6/dynamic-value.ts';
import { ValueError } from '../../src/tfplugin6/value-error.ts';

const none = Buffer.alloc(0);
const msgpack = Buffer.from('a178', 'hex');
const json = Buffer.from('"y"');

describe('a dynamic value of the wire', () => {
  it('is read in the form that the host chose', () => {
    assert.deepEqual(decodeDynamicValue({ msgpack, json: none }, 'string'), known('x'));
    assert.deepEqual(decodeDynamicValue({ msgpack: none, json }, 'string'), known('y'));
    assert.deepEqual(decodeDynamicValue({ msgpack, json }, 'string'), known('x'));
  });

  it('is null where the host sent none', () => {
    assert.deepEqual(decodeDynamicValue(undefined, 'string'), nullValue);
    assert.deepEqual(decodeDynamicValue({ msgpack: none, json: none }, 'string'), nullValue);
  });

  it('is refused in either form where it does not fit', () => {
    assert.throws(() => decodeDynamicValue({ msgpack, json: none }, 'bool'), ValueError);
    assert.throws(() => decodeDynamicValue({ msgpack: none, json }, 'bool'), ValueError);
  });

  it('is written in msgpack', () => {
    assert.deepEqual(encodeDynamicValue(known('x'), 'string'), { msgpack, json: none });
  });
});
