/** One thing that the demo claims, and whether it held. */
export interface Finding {
  readonly claim: string;
  readonly held: boolean;
  /** What was seen; shown in either case. */
  readonly seen: string;
}

const attributesToHide = new Set(['authorization_token', 'password']);

export function heading(text: string): string {
  return `\n${text}\n${'-'.repeat(text.length)}\n`;
}

/** The attributes as a table; of secrets only their length. */
export function attributeTable(attributes: Readonly<Record<string, string>>): string {
  const rows = Object.entries(attributes).map(([name, value]) => {
    const shown = attributesToHide.has(name) ? `•••••••• (${value.length} characters)` : value;
    return `  ${name.padEnd(20)} ${shown}`;
  });
  return `${rows.join('\n')}\n`;
}

export function findingList(findings: readonly Finding[]): string {
  return findings.map(({ claim, held, seen }) => `  ${held ? '✔' : '✘'} ${claim}\n      ${seen}\n`).join('');
}

export function verdict(findings: readonly Finding[]): string {
  const broken = findings.filter(({ held }) => !held).length;
  return broken === 0 ? '\nAll of it held.\n' : `\n${broken} of ${findings.length} did NOT hold.\n`;
}
