import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What the consumer got from Terraform and did with it. */
export interface ConsumerReport {
  /** HTTP status of the login at the registry; 200 is a good one. */
  readonly loginStatus: number;
  /** By their names in Terraform. */
  readonly attributes: Readonly<Record<string, string>>;
}

/** Waits on the loopback interface for consumers to report. */
export interface ConsumerReports {
  readonly url: string;
  readonly received: readonly ConsumerReport[];
  close(): Promise<void>;
}

export async function receiveConsumerReports(): Promise<ConsumerReports> {
  const received: ConsumerReport[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push(JSON.parse(Buffer.concat(chunks).toString('utf8')) as ConsumerReport);
      response.end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    received,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}
