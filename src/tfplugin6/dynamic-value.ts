import type { DynamicValue } from '../generated/tfplugin6/value.ts';
import { nullValue, type Value, type ValueType } from '../provider/value.ts';
import { decodeJson } from './cty-json.ts';
import { decodeMsgpack, encodeMsgpack } from './cty-msgpack.ts';
import { ValueError } from './value-error.ts';

/**
 * Decodes a value from whichever form the host chose; none at all means null.
 *
 * @throws ValueError with the path of the part that does not fit `type`
 */
export function decodeDynamicValue(message: DynamicValue | undefined, type: ValueType): Value {
  if (message && message.msgpack.length > 0) return decodeMsgpack(message.msgpack, type);
  if (message && message.json.length > 0) return decodeJson(message.json, type);
  return nullValue;
}

/**
 * Encodes a value for the host, in msgpack.
 *
 * @throws RangeError for a value that is not of its type: ours, so it must not look like an error of the host's
 */
export function encodeDynamicValue(value: Value, type: ValueType): DynamicValue {
  try {
    return { msgpack: encodeMsgpack(value, type), json: Buffer.alloc(0) };
  } catch (error) {
    throw error instanceof ValueError ? new RangeError(error.message) : error;
  }
}
