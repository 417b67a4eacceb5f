// `npm run demo [-- --aws]`: shows on real Terraform (or OpenTofu) what the provider does and leaves behind.
import { findHosts } from '../support/terraform/host.ts';
import { loopbackAws, ownAws } from './aws-side.ts';
import { type Finding, findingList, heading, verdict } from './findings.ts';
import { demonstrateWithHost } from './with-host.ts';
import { demonstrateWithoutHost } from './without-host.ts';

const print = (text: string) => void process.stdout.write(text);

async function demonstrate(useOwnAws: boolean): Promise<Finding[]> {
  const aws = useOwnAws ? ownAws(process.env) : await loopbackAws();
  try {
    print(`AWS is ${aws.description}.\n`);
    const { hosts, missing } = findHosts();
    const [host] = hosts;
    if (host) return await demonstrateWithHost(host, aws, print);
    print(`No host: ${missing}. What only a host can show is left out.\n`);
    return await demonstrateWithoutHost(aws, print);
  } finally {
    await aws.close();
  }
}

const [option, ...rest] = process.argv.slice(2);
if ((option !== undefined && option !== '--aws') || rest.length > 0) {
  print('Usage: npm run demo [-- --aws]\n');
  process.exitCode = 2;
} else {
  const findings = await demonstrate(option === '--aws');
  print(heading('What was found out'));
  print(findingList(findings));
  print(verdict(findings));
  process.exitCode = findings.every(({ held }) => held) ? 0 : 1;
}
