import type { CommandTimeline, Phase, PluginSpans, Span } from './apply-phases.ts';

interface Look {
  readonly phase: Phase | 'terraform';
  readonly label: string;
  readonly color: string;
}

/** In the order of the legend. All are dark enough for white figures on them. */
const looks: readonly Look[] = [
  { phase: 'start', label: 'exec → handshake line', color: '#2f62a8' },
  { phase: 'connect', label: 'connection, mutual TLS', color: '#7650a8' },
  { phase: 'schema', label: 'schema', color: '#0b7a75' },
  { phase: 'validate', label: 'validate', color: '#5f7a1f' },
  { phase: 'configure', label: 'configure', color: '#93591c' },
  { phase: 'open', label: 'open', color: '#b03a2e' },
  { phase: 'close', label: 'close', color: '#a8397f' },
  { phase: 'exit', label: 'shutdown → exit', color: '#33475b' },
  { phase: 'checksum', label: 'checksum of the executable', color: '#7d6608' },
  { phase: 'terraform', label: 'Terraform itself', color: '#737a82' },
];

const width = 880;
const left = 112;
const right = 24;
const firstRow = 74;
const rowHeight = 30;
const barHeight = 20;
const legendColumns = 3;

/**
 * Draws one command of the host as bars over time, a row for each plugin process.
 *
 * @param title - of the picture, also for those who can't see it
 * @param subtitle - what was measured where
 * @returns an SVG document with a background of its own
 */
export function drawTimeline(timeline: CommandTimeline, title: string, subtitle: string): string {
  const { durationMs, host, plugins } = timeline;
  const scale = (width - left - right) / durationMs;
  const gaps = gapsBetween([...host, ...plugins.flat()], durationMs);
  const rows = [[...host, ...gaps], ...plugins];
  const names = ['Terraform', ...namesOf(plugins)];
  const axis = firstRow + rows.length * rowHeight + 4;
  const legend = axis + 44;
  const height = legend + Math.ceil(looks.length / legendColumns) * 22 + 6;
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${width} ${height}" width="${width}" height="${height}" role="img" aria-labelledby="title desc" font-family="-apple-system, 'Segoe UI', Helvetica, Arial, sans-serif" font-size="13" fill="#1f2328">`,
    `<title id="title">${escapeXml(title)}</title>`,
    `<desc id="desc">${escapeXml(describe(timeline))}</desc>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="6" fill="#ffffff" stroke="#d0d7de"/>`,
    `<text x="20" y="30" font-size="16" font-weight="600">${escapeXml(title)}</text>`,
    `<text x="20" y="51" fill="#57606a">${escapeXml(subtitle)}</text>`,
    ...grid(durationMs, scale, axis),
    ...rows.flatMap((spans, index) => drawRow(spans, names[index] ?? '', index, scale)),
    ...looks.flatMap((look, index) => drawLegend(look, index, legend, sumMs(look.phase, rows.flat()))),
    '</svg>\n',
  ].join('\n');
}

type Drawn = Omit<Span, 'phase'> & { readonly phase: Look['phase'] };

/** When no plugin has anything to do, Terraform has. */
function gapsBetween(spans: readonly Span[], durationMs: number): readonly Drawn[] {
  const gaps: Drawn[] = [];
  let reachedMs = 0;
  for (const { startMs, endMs } of spans.toSorted((one, other) => one.startMs - other.startMs)) {
    if (startMs > reachedMs) gaps.push({ phase: 'terraform', startMs: reachedMs, endMs: startMs });
    reachedMs = Math.max(reachedMs, endMs);
  }
  return [...gaps, { phase: 'terraform', startMs: reachedMs, endMs: durationMs }];
}

function grid(durationMs: number, scale: number, bottom: number): string[] {
  const stepMs = [10, 20, 50, 100, 200, 500, 1_000].find((step) => durationMs / step <= 12) ?? 2_000;
  const ticks = Array.from({ length: Math.floor(durationMs / stepMs) + 1 }, (_, index) => index * stepMs);
  return ticks.flatMap((tickMs) => {
    const x = round(left + tickMs * scale);
    return [
      `<path d="M${x} ${firstRow - 6}V${bottom}" stroke="#d8dee4"/>`,
      `<text x="${x}" y="${bottom + 16}" text-anchor="middle" fill="#57606a">${tickMs}${tickMs === 0 ? ' ms' : ''}</text>`,
    ];
  });
}

function drawRow(spans: readonly Drawn[], name: string, index: number, scale: number): string[] {
  const y = firstRow + index * rowHeight;
  return [
    `<text x="20" y="${y + 15}">${escapeXml(name)}</text>`,
    ...spans.flatMap((span) => drawSpan(span, y, scale)),
  ];
}

function drawSpan({ phase, startMs, endMs }: Drawn, y: number, scale: number): string[] {
  const x = left + startMs * scale;
  // What takes no time to speak of is still to be seen.
  const breadth = Math.max((endMs - startMs) * scale, 1.5);
  const bar = `<rect x="${round(x)}" y="${y}" width="${round(breadth)}" height="${barHeight}" fill="${lookOf(phase).color}"/>`;
  if (breadth < 22) return [bar];
  const middle = round(x + breadth / 2);
  const text = `<text x="${middle}" y="${y + 14}" font-size="11" text-anchor="middle" fill="#ffffff">${(endMs - startMs).toFixed(0)}</text>`;
  return [bar, text];
}

function drawLegend({ label, color }: Look, index: number, top: number, totalMs: number): string[] {
  const x = 20 + (index % legendColumns) * ((width - 40) / legendColumns);
  const y = top + Math.floor(index / legendColumns) * 22;
  return [
    `<rect x="${round(x)}" y="${y - 10}" width="12" height="12" rx="2" fill="${color}"/>`,
    `<text x="${round(x + 19)}" y="${y}">${escapeXml(`${label}: ${durationText(totalMs)}`)}</text>`,
  ];
}

function describe({ durationMs, host, plugins }: CommandTimeline): string {
  const names = namesOf(plugins);
  const partsOf = (spans: readonly Span[]) =>
    spans
      .map(({ phase, startMs, endMs }) => `${lookOf(phase).label} ${durationText(endMs - startMs)}`)
      .join(', ');
  const sentences = [
    `${durationMs.toFixed(0)} ms in all`,
    ...(host.length > 0 ? [partsOf(host)] : []),
    ...plugins.map((spans, index) => `Plugin process ${names[index]}: ${partsOf(spans)}`),
    'The rest of the time Terraform itself works',
  ];
  return sentences.map((sentence) => `${sentence}.`).join(' ');
}

/** What the host started each process for. One that opens the token twice plans before it applies. */
function namesOf(plugins: readonly PluginSpans[]): readonly string[] {
  const works = (spans: PluginSpans, phase: Phase) => spans.some((span) => span.phase === phase);
  const lastOpen = plugins.findLastIndex((spans) => works(spans, 'open'));
  return plugins.map((spans, index) => {
    if (works(spans, 'schema')) return `${index + 1}: schema`;
    if (!works(spans, 'open')) return `${index + 1}: validate`;
    return `${index + 1}: ${index === lastOpen ? 'apply' : 'plan'}`;
  });
}

function sumMs(phase: Look['phase'], spans: readonly Drawn[]): number {
  return spans
    .filter((span) => span.phase === phase)
    .reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0);
}

/** Our own lines are good to a millisecond only. */
function durationText(durationMs: number): string {
  return durationMs < 0.5 ? '< 1 ms' : `${durationMs.toFixed(0)} ms`;
}

function lookOf(phase: Look['phase']): Look {
  const found = looks.find((look) => look.phase === phase);
  if (found === undefined) throw new Error(`no look for ${phase}`);
  return found;
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}

function round(pixels: number): number {
  return Math.round(pixels * 10) / 10;
}
