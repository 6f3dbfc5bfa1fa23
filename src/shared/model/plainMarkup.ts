// The little that an article's text may be marked with, parsed to blocks that a screen draws: never HTML, so nothing typed is ever markup of
// a page. A line is a heading ("## "), an item ("- ", or "1. "), or a paragraph; within it "**" stands around what is bold.

export interface Span {
  readonly text: string;
  readonly bold: boolean;
}

export type Block =
  | { readonly kind: 'heading'; readonly spans: readonly Span[] }
  | { readonly kind: 'paragraph'; readonly spans: readonly Span[] }
  | { readonly kind: 'list'; readonly ordered: boolean; readonly items: readonly (readonly Span[])[] };

const headingMark = /^##\s+/;
const itemMark = /^(?:-|\d{1,3}[.)])\s+/;

export function parseMarkup(text: string): Block[] {
  const blocks: Block[] = [];
  let items: Span[][] | null = null;
  let ordered = false;
  for (const typed of text.split('\n')) {
    const line = typed.trim();
    const mark = itemMark.exec(line)?.[0];
    if (mark !== undefined) {
      const isOrdered = !mark.startsWith('-');
      if (items === null || ordered !== isOrdered) {
        ordered = isOrdered;
        items = [];
        blocks.push({ kind: 'list', ordered, items });
      }
      items.push(spansOf(line.slice(mark.length)));
      continue;
    }
    items = null;
    const heading = headingMark.exec(line)?.[0];
    if (heading !== undefined) blocks.push({ kind: 'heading', spans: spansOf(line.slice(heading.length)) });
    else if (line !== '') blocks.push({ kind: 'paragraph', spans: spansOf(line) });
  }
  return blocks;
}

/** A mark without its other half is text. */
function spansOf(line: string): Span[] {
  const parts = line.split('**');
  const isClosed = parts.length % 2 === 1;
  const whole = isClosed ? parts : [...parts.slice(0, -2), parts.slice(-2).join('**')];
  return whole.map((text, index) => ({ text, bold: index % 2 === 1 })).filter(({ text }) => text !== '');
}

/** The words alone, a line for each block: what is searched. */
export function withoutMarkup(text: string): string {
  const plain = (spans: readonly Span[]) => spans.map((span) => span.text).join('');
  return parseMarkup(text)
    .flatMap((block) => (block.kind === 'list' ? block.items.map(plain) : [plain(block.spans)]))
    .join('\n');
}
