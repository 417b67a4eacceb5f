import type { AttributePath, PathStep } from '../provider/value.ts';

/** Bytes that are no value of the expected type. The message never quotes them: they may be a secret. */
export class ValueError extends Error {
  override readonly name = 'ValueError';
  /** Where in the value, from its root. */
  readonly path: AttributePath;

  constructor(problem: string, path: AttributePath = []) {
    super(problem);
    this.path = path;
  }
}

/** Runs `decode` for a part of a value, so that its error knows the way to the part. */
export function atStep<T>(step: PathStep | undefined, decode: () => T): T {
  try {
    return decode();
  } catch (error) {
    if (!(error instanceof ValueError) || step === undefined) throw error;
    throw new ValueError(error.message, [step, ...error.path]);
  }
}
