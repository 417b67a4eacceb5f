import {
  makeClientCertificateWithoutOpenSsl,
  shareClientCertificate,
} from '../support/plugin-process/client-certificate.ts';
import { msgpackValue, readObject } from '../support/plugin-process/cty-value.ts';
import { startHost } from '../support/plugin-process/plugin-host.ts';
import { openToken, tokenType } from '../support/plugin-process/token-resource.ts';
import { searchSecrets } from '../support/secrets/search.ts';
import type { AwsSide } from './aws-side.ts';
import { attributeTable, type Finding, heading } from './findings.ts';

/** Does what a host would do, with our own protocol client: for machines without Terraform and OpenTofu. */
export async function demonstrateWithoutHost(
  aws: AwsSide,
  print: (text: string) => void,
): Promise<Finding[]> {
  const cleanUps: (() => Promise<void> | void)[] = [];
  const scope = { after: (cleanUp: () => Promise<void> | void) => void cleanUps.push(cleanUp) };
  shareClientCertificate(makeClientCertificateWithoutOpenSsl());
  try {
    print(heading('Driving the plugin with the protocol client of this repository'));
    const { plugin, client } = await startHost(scope, { env: { ...aws.env, TF_LOG: 'TRACE' } });
    await client.terraform('ConfigureProvider', { config: msgpackValue({ region: null, endpoints: [] }) });
    const opened = await openToken(client).answer;
    const attributes = opened.result ? readObject(opened.result.msgpack) : {};
    print(attributeTable(attributes));
    await client.terraform('CloseEphemeralResource', { type_name: tokenType, private: opened.private });
    const texts = { stdout: plugin.stdout.text(), stderr: plugin.stderr.text() };
    const secrets = aws.secrets();
    const hits = secrets.length === 0 ? [] : searchSecrets(secrets, { texts }).hits;
    return [
      {
        claim: 'the plugin opens the ephemeral resource over mutual TLS',
        held: opened.diagnostics.length === 0 && Boolean(attributes.password),
        seen: opened.diagnostics.map(({ summary }) => summary).join(', ') || 'six attributes, no diagnostic',
      },
      {
        claim: 'no secret is in its TRACE log or on its stdout',
        held: hits.length === 0 && texts.stderr.includes('OpenEphemeralResource'),
        seen: `${secrets.length} secrets looked for in ${texts.stderr.length} characters of log; ${hits.length} found`,
      },
    ];
  } finally {
    for (const cleanUp of cleanUps.reverse()) await cleanUp();
  }
}
