// `npm run bench`: measures the builds in `dist/` and shows how they do against their targets.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '../support/plugin-process/executable.ts';
import { findHosts } from '../support/terraform/host.ts';
import { allFigures } from './all-figures.ts';
import { type BenchOptions, readOptions, usage } from './command-line.ts';
import { copyBuilds, findAws } from './executables.ts';
import type { Bench } from './figure.ts';
import { describeMachine, type Machine, machineLine, shellLine } from './machine.ts';
import { replaceBetweenMarkers, speedText } from './readme.ts';
import { recordApply } from './recorded-apply.ts';
import { measureAll, type Result, reportJson } from './results.ts';
import { withScope } from './scope.ts';
import { drawTimeline } from './svg.ts';
import { fails, outcomesOf, terminalTable } from './table.ts';

const names = allFigures.map(({ name }) => name);

function options(): BenchOptions | undefined {
  try {
    return readOptions(process.argv.slice(2), names);
  } catch (error) {
    console.error(`${error instanceof Error ? error.message : error}\n\n${usage(names)}`);
    return undefined;
  }
}

async function run({ rounds, only, write, check }: BenchOptions, bench: Bench): Promise<number> {
  const machine = describeMachine(bench);
  const chosen = allFigures.filter(({ name }) => only?.includes(name) ?? true);
  const results = await measureAll(chosen, bench, (text) => process.stderr.write(text));
  const outcomes = results.flatMap(({ figure, measured }) => outcomesOf(figure, measured));
  console.log(`${machineLine(machine)}, commit ${machine.commit.slice(0, 12)}; ${rounds.samples} samples.`);
  console.log(`${shellLine(machine)}\n\n${terminalTable(outcomes)}\n`);

  mkdirSync(inRepository('dist'), { recursive: true });
  writeFileSync(inRepository('dist/bench.json'), reportJson(machine, rounds, results));
  if (results.some(({ failure }) => failure !== undefined)) return 1;
  if (write) await writeDocumentation(bench, machine, results);
  return check && outcomes.some(fails) ? 1 : 0;
}

async function writeDocumentation(bench: Bench, machine: Machine, results: readonly Result[]): Promise<void> {
  const readme = inRepository('README.md');
  const outcomes = results.flatMap(({ figure, measured }) => outcomesOf(figure, measured));
  const text = speedText(machine, bench.rounds, outcomes);
  writeFileSync(readme, replaceBetweenMarkers(readFileSync(readme, 'utf8'), text));
  if (bench.host === undefined) return console.error('No picture without Terraform.');
  const timeline = await recordApply(bench, bench.host);
  const title = `One terraform apply with one ephemeral block: ${timeline.durationMs.toFixed(0)} ms`;
  const subtitle = `Milliseconds, native build, with logging on; ${machineLine({ ...machine, aws: undefined })}.`;
  writeFileSync(inRepository('docs/apply-phases.svg'), drawTimeline(timeline, title, subtitle));
}

function inRepository(path: string): string {
  return join(repositoryRoot, path);
}

const asked = options();
process.exitCode =
  asked === undefined
    ? 2
    : await withScope(async (scope) => {
        const executables = copyBuilds(scope);
        const bench = { executables, aws: findAws(), host: findHosts().hosts[0], rounds: asked.rounds };
        return await run(asked, bench);
      });
