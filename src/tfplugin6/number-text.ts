import type { NumberValue } from '../provider/value.ts';

const decimalForm = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const integerForm = /^-?\d+$/;
/** Turning longer digits into a number takes time that grows with their square. */
const mostDigits = 1_000;

/** Whether a text is a finite number in decimal notation. */
export function isDecimal(text: string): boolean {
  return decimalForm.test(text);
}

/** The most convenient form that loses nothing: number, else bigint, else the text itself. */
export function readDecimal(text: string): NumberValue {
  const number = Number(text);
  if (integerForm.test(text) && text.length <= mostDigits) {
    return Number.isSafeInteger(number) ? number : BigInt(text);
  }
  return String(number) === text ? number : { decimal: text };
}
