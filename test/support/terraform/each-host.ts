import { describe, it } from 'node:test';
import { requireTerraform, type TerraformHost } from './host.ts';

/** The same tests on every host of this machine; without one, a single test that is skipped with the reason. */
export function describeOnEachHost(subject: string, define: (host: TerraformHost) => void): void {
  const { hosts, missing } = requireTerraform();
  for (const host of hosts) describe(`${subject} (${host.name} ${host.version})`, () => define(host));
  if (missing !== undefined) it(subject, { skip: missing });
}
