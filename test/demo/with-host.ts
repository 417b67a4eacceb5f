import { describeHits, searchSecrets } from '../support/secrets/search.ts';
import type { CommandResult } from '../support/terraform/command.ts';
import type { TerraformHost } from '../support/terraform/host.ts';
import { createWorkspace, type Workspace } from '../support/terraform/workspace.ts';
import type { AwsSide } from './aws-side.ts';
import { configuration } from './configuration.ts';
import { type ConsumerReport, receiveConsumerReports } from './consumer-report.ts';
import { attributeTable, type Finding, heading } from './findings.ts';

type Print = (text: string) => void;

/** Runs init, plan and apply on a real host and finds out what became of the secrets. */
export async function demonstrateWithHost(
  host: TerraformHost,
  aws: AwsSide,
  print: Print,
): Promise<Finding[]> {
  const reports = await receiveConsumerReports();
  const workspace = createWorkspace({
    host,
    files: configuration,
    env: { ...aws.env, DEMO_REGISTRY: aws.registryUrl, DEMO_REPORT_TO: reports.url },
    log: 'TRACE',
  });
  try {
    print(heading(`Running ${host.name} ${host.version}`));
    const steps = await runSteps(workspace, aws, print);
    const failed = steps.some(({ result }) => result.exitCode !== 0);
    if (failed) return [...steps.map(stepFinding), notChecked];
    print(heading('What the consumer was handed'));
    print(attributeTable(reports.received[0]?.attributes ?? {}));
    return [
      ...steps.map(stepFinding),
      ...consumerFindings(reports.received, aws),
      ...traceFindings(workspace, steps, aws, reports.received),
    ];
  } finally {
    workspace.remove();
    await reports.close();
  }
}

const notChecked: Finding = {
  claim: 'what the consumer gets and what is left behind was not checked',
  held: false,
  seen: 'a command failed; see its output above',
};

interface Step {
  readonly result: CommandResult;
  readonly awsCalls: number;
  readonly expectedCalls: number;
}

async function runSteps(workspace: Workspace, aws: AwsSide, print: Print): Promise<Step[]> {
  const commands = [
    { run: () => workspace.init(), expectedCalls: 0 },
    { run: () => workspace.plan({ args: ['-out=demo.tfplan'] }), expectedCalls: 1 },
    { run: () => workspace.apply({ args: ['demo.tfplan'] }), expectedCalls: 1 },
  ];
  const steps: Step[] = [];
  for (const { run, expectedCalls } of commands) {
    const result = await run();
    const awsCalls = aws.callsIn(result.logPath);
    steps.push({ result, awsCalls, expectedCalls });
    print(`  ${(result.durationMs / 1000).toFixed(1).padStart(5)} s  ${result.commandLine}\n`);
    if (result.exitCode !== 0) {
      print(`${result.stdout}${result.stderr}\n`);
      break;
    }
  }
  return steps;
}

function stepFinding({ result, awsCalls, expectedCalls }: Step): Finding {
  const closed = result.stdout.split('Closing complete').length - 1;
  return {
    claim: `${result.commandLine.split(' ').slice(0, 2).join(' ')} ${expectedCalls === 0 ? 'asks AWS nothing' : 'asks AWS for one token, and closes what it opened'}`,
    held: result.exitCode === 0 && awsCalls === expectedCalls && closed === expectedCalls,
    seen: `exit code ${result.exitCode}, ${awsCalls} calls to AWS, ${closed} ephemeral resources closed`,
  };
}

function consumerFindings(received: readonly ConsumerReport[], aws: AwsSide): Finding[] {
  const [report] = received;
  const password = report?.attributes.password;
  const issued = aws.issuedPasswords();
  const login: Finding = {
    claim: 'the consumer logs in to the registry with the password',
    held: received.length === 1 && report?.loginStatus === 200,
    seen: report ? `the registry answered with HTTP status ${report.loginStatus}` : 'the consumer never ran',
  };
  if (issued === undefined) return [login];
  const genuine: Finding = {
    claim: 'the password is the one that AWS issued for apply',
    held: password !== undefined && password === issued.at(-1),
    seen: `${issued.length} passwords were issued; the consumer got number ${issued.indexOf(password ?? '') + 1}`,
  };
  return [login, genuine];
}

function traceFindings(
  workspace: Workspace,
  steps: readonly Step[],
  aws: AwsSide,
  received: readonly ConsumerReport[],
): Finding[] {
  const secrets = [...aws.secrets(), ...received.flatMap(reportedSecrets)];
  const texts = Object.fromEntries(
    steps.map(({ result }) => [`output of ${result.commandLine}`, result.stdout + result.stderr]),
  );
  const left = workspace.temporaryFiles();
  const search =
    secrets.length === 0 ? undefined : searchSecrets(secrets, { paths: [workspace.root], texts });
  const hits = search?.hits ?? [];
  return [
    {
      claim: 'no secret is in state, plan file, TRACE logs, output or any other file',
      held: search !== undefined && hits.length === 0 && received.length > 0,
      seen:
        hits.length > 0
          ? describeHits(hits)
          : `${secrets.length} secrets (raw, base64, URL-encoded, JSON, hex) looked for in ${search?.places.length ?? 0} files, zip members and outputs`,
    },
    {
      claim: 'the search would find one',
      held: secrets.every(
        (secret) => searchSecrets([secret], { texts: { planted: secret.text } }).hits.length > 0,
      ),
      seen: 'each secret, planted in a text, is found',
    },
    {
      claim: 'nothing is left behind',
      held: left.length === 0,
      seen: left.length === 0 ? 'no process, no socket, no temporary file' : left.join(', '),
    },
  ];
}

function reportedSecrets({ attributes }: ConsumerReport) {
  return ['password', 'authorization_token'].flatMap((label) => {
    const text = attributes[label];
    return text ? [{ label, text }] : [];
  });
}
