/** A release can't be made; the message says what to do. */
export class ReleaseError extends Error {
  override readonly name = 'ReleaseError';
}
