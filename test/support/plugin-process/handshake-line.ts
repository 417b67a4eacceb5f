/** A handshake line as go-plugin's hosts split it. */
export interface HandshakeLine {
  /** As written, without the newline. */
  readonly text: string;
  readonly fields: readonly string[];
  readonly network: string;
  readonly address: string;
  /** DER; empty without AutoMTLS. */
  readonly serverCertificate: Buffer;
}

/** Splits a line; the fields' content is for the tests to judge. */
export function parseHandshakeLine(text: string): HandshakeLine {
  const fields = text.split('|');
  return {
    text,
    fields,
    network: fields[2] ?? '',
    address: fields[3] ?? '',
    serverCertificate: Buffer.from(fields[5] ?? '', 'base64'),
  };
}
