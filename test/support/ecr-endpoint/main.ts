import { randomBytes } from 'node:crypto';
import { parseArgs } from 'node:util';
import { startEcrEndpoint } from './endpoint.ts';

/**
 * Runs the endpoint by itself, to try a Terraform module without AWS:
 *
 *     npx tsx test/support/ecr-endpoint/main.ts --port 4510
 *
 * Prints shell lines that set what AWS's clients need, and ends with SIGINT or SIGTERM.
 */
const { values } = parseArgs({
  options: {
    port: { type: 'string', default: '0' },
    'access-key': { type: 'string', default: 'AKIDLOOPBACKONLY' },
    'secret-key': { type: 'string', default: randomBytes(30).toString('base64') },
    'session-token': { type: 'string' },
    account: { type: 'string', default: '123456789012' },
    help: { type: 'boolean', default: false },
  },
});

if (values.help) {
  process.stdout.write(
    'Usage: npx tsx test/support/ecr-endpoint/main.ts [--port N] [--access-key ID] [--secret-key KEY]\n' +
      '       [--session-token TOKEN] [--account NUMBER]\n',
  );
  process.exit(0);
}

const sessionToken = values['session-token'];
const endpoint = await startEcrEndpoint({
  port: Number(values.port),
  account: values.account,
  credentials: [
    {
      accessKeyId: values['access-key'],
      secretAccessKey: values['secret-key'],
      ...(sessionToken !== undefined && { sessionToken }),
    },
  ],
});

const settings = {
  AWS_ENDPOINT_URL_ECR: endpoint.url,
  AWS_ACCESS_KEY_ID: values['access-key'],
  AWS_SECRET_ACCESS_KEY: values['secret-key'],
  ...(sessionToken !== undefined && { AWS_SESSION_TOKEN: sessionToken }),
  // Version 1 of the AWS CLI knows only this one of the two.
  AWS_DEFAULT_REGION: 'us-east-1',
  AWS_REGION: 'us-east-1',
};
// Either would win over the keys, or go along with them.
const leftOver = sessionToken === undefined ? 'AWS_PROFILE AWS_SESSION_TOKEN' : 'AWS_PROFILE';
const exports = Object.entries(settings).map(([name, value]) => `export ${name}=${quoteForShell(value)}\n`);
process.stdout.write(
  `# Amazon ECR stand-in at ${endpoint.url}; Ctrl-C ends it.\nunset ${leftOver}\n${exports.join('')}`,
);

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void endpoint.close());

function quoteForShell(value: string): string {
  return `'${value.replaceAll("'", "'\\''")}'`;
}
