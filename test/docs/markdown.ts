import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const repository = join(import.meta.dirname, '..', '..');

/** A fenced block of a Markdown file. */
export interface CodeBlock {
  /** Path from the repository's root, and the line of the opening fence. */
  readonly where: string;
  /** The second-level heading that it stands below. */
  readonly section: string;
  readonly language: string;
  readonly code: string;
}

/** The README and everything below `docs/`, as paths from the repository's root. */
export function documents(): string[] {
  const below = readdirSync(join(repository, 'docs'), { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.md'))
    .map((entry) => relative(repository, join(entry.parentPath, entry.name)));
  return ['README.md', ...below.sort()];
}

export function readDocument(path: string): string {
  return readFileSync(join(repository, path), 'utf8');
}

export function codeBlocks(path: string, language: string): CodeBlock[] {
  const text = readDocument(path);
  return Array.from(text.matchAll(/^```(\w+)\n([\s\S]*?)^```$/gm), (match) => {
    const before = text.slice(0, match.index);
    return {
      where: `${path}:${before.split('\n').length}`,
      section: before.match(/(?<=^## ).*$/gm)?.at(-1) ?? '',
      language: match[1] ?? '',
      code: match[2] ?? '',
    };
  }).filter((block) => block.language === language);
}

/** One argument or attribute of a reference page. */
export interface DocumentedItem {
  readonly section: string;
  readonly name: string;
  readonly kind: string;
  readonly description: string;
}

/** The list items of a page's Schema part, with white space folded. */
export function documentedItems(path: string): DocumentedItem[] {
  const text = readDocument(path);
  const schema = text.slice(text.indexOf('\n## Schema\n')).split(/\n## (?!Schema)/)[0] ?? '';
  return schema.split('\n### ').flatMap((section) => {
    const title = section.split('\n')[0] ?? '';
    const items = section.matchAll(/^- `(\w+)` \(([^)]*)\) ((?:.+\n?(?!- ))+)/gm);
    return Array.from(items, ([, name = '', kind = '', description = '']) => ({
      section: title.trim(),
      name,
      kind,
      description: description.replace(/\s+/g, ' ').trim(),
    }));
  });
}
