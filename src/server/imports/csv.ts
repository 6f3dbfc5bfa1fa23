// Comma-separated values (RFC 4180), with the delimiters that offices use. A row whose quotes are broken is refused alone: libraries give up
// there, or swallow what follows.
import { mostColumns } from '#shared/protocol/imports';
import type { FileRecord } from './record.ts';
import type { Line } from './text.ts';

const delimiters = [';', ',', '\t', '|'] as const;
export type Delimiter = (typeof delimiters)[number];

/** A quoted field that goes on for longer than this has never been closed. */
const mostLines = 50;

/** The one that the first line has most of, outside of quotes; a file of one column has none, and is read as with ';'. */
export function guessDelimiter(first: string): Delimiter {
  const bare = first.replace(/"(?:[^"]|"")*"/g, '');
  const counted = delimiters.map((delimiter) => ({ delimiter, count: bare.split(delimiter).length }));
  return counted.reduce((best, other) => (other.count > best.count ? other : best)).delimiter;
}

/** The fields of one row, which may have line breaks in quotes; null: its quotes are broken. */
export function fieldsOf(text: string, delimiter: Delimiter): string[] | null {
  if (!text.includes('"')) return text.split(delimiter);
  const fields: string[] = [];
  const field = fieldBefore[delimiter];
  field.lastIndex = 0;
  for (;;) {
    const match = field.exec(text);
    if (match === null) return null;
    fields.push(match[1] === undefined ? (match[2] ?? '') : match[1].replaceAll('""', '"'));
    if (match[3] === '') return fields;
  }
}

/** A field in quotes (spaces around them do not count) or a bare one, and what ends it. */
const fieldBefore: Record<Delimiter, RegExp> = {
  ';': /(?: *"((?:[^"]|"")*)" *|([^";]*))(;|$)/gy,
  ',': /(?: *"((?:[^"]|"")*)" *|([^",]*))(,|$)/gy,
  '\t': /(?: *"((?:[^"]|"")*)" *|([^"\t]*))(\t|$)/gy,
  '|': /(?: *"((?:[^"]|"")*)" *|([^"|]*))(\||$)/gy,
};

/**
 * Names of columns as they are shown: none is empty, none is there twice. One more than the most: there are too many. What spreadsheets leave
 * behind them without a name does not count.
 */
export function columnsOf(headings: readonly string[]): string[] {
  const named = headings.findLastIndex((heading) => heading.trim() !== '') + 1;
  const columns: string[] = [];
  for (const [place, heading] of headings.slice(0, named > mostColumns ? mostColumns + 1 : mostColumns).entries()) {
    const name = heading.trim() || `${place + 1}`;
    let unique = name;
    for (let again = 2; columns.includes(unique); again++) unique = `${name} (${again})`;
    columns.push(unique);
  }
  return columns;
}

/** Rows below the headings, which are the first line that is not empty; lines that are empty are passed over. */
export async function* csvRecords(lines: AsyncIterable<Line>): AsyncGenerator<FileRecord> {
  const ahead = lookAhead(lines);
  const head = await headOf(ahead);
  if (head === null) return;
  for (let first = await ahead.at(0); first !== null; first = await ahead.at(0)) {
    const read = await rowAt(ahead, head);
    ahead.pass(read.lines);
    if (read.why !== null) yield { kind: 'unread', line: first.number, why: read.why, text: first.text };
    else if (read.cells.size > 0) yield { kind: 'row', line: first.number, cells: read.cells };
  }
}

/** The columns' names as the file has them; empty: there is no line in it. */
export async function csvColumns(lines: AsyncIterable<Line>): Promise<readonly string[]> {
  return (await headOf(lookAhead(lines)))?.columns ?? [];
}

interface Head {
  readonly delimiter: Delimiter;
  readonly columns: readonly string[];
}

interface LookAhead {
  /** The line that is so many lines on; null: the file ends before it. */
  at(place: number): Promise<Line | null>;
  pass(count: number): void;
}

function lookAhead(lines: AsyncIterable<Line>): LookAhead {
  const coming = lines[Symbol.asyncIterator]();
  const held: Line[] = [];
  return {
    async at(place) {
      while (held.length <= place) {
        const next = await coming.next();
        if (next.done) return null;
        held.push(next.value);
      }
      return held[place] ?? null;
    },
    pass: (count) => void held.splice(0, count),
  };
}

async function headOf(ahead: LookAhead): Promise<Head | null> {
  for (let line = await ahead.at(0); line !== null; line = await ahead.at(0)) {
    ahead.pass(1);
    if (line.text.trim() === '') continue;
    const delimiter = guessDelimiter(line.text);
    return { delimiter, columns: columnsOf(fieldsOf(line.text, delimiter) ?? [line.text]) };
  }
  return null;
}

type RowRead =
  | { readonly why: null; readonly lines: number; readonly cells: ReadonlyMap<string, string> }
  /** Of its lines only the first is lost: what follows is read anew. */
  | { readonly why: 'broken' | 'tooManyColumns'; readonly lines: 1 };

const broken: RowRead = { why: 'broken', lines: 1 };

async function rowAt(ahead: LookAhead, { delimiter, columns }: Head): Promise<RowRead> {
  let text = '';
  for (let place = 0; place < mostLines; place++) {
    const line = await ahead.at(place);
    if (line === null) return broken;
    text = place === 0 ? line.text : `${text}\n${line.text}`;
    if (hasOpenQuote(text)) continue;
    const fields = fieldsOf(text, delimiter);
    if (fields === null) return broken;
    if (fields.slice(columns.length).some((extra) => extra.trim() !== '')) return { why: 'tooManyColumns', lines: 1 };
    return { why: null, lines: place + 1, cells: cellsOf(columns, fields) };
  }
  return broken;
}

const hasOpenQuote = (text: string): boolean => text.split('"').length % 2 === 0;

function cellsOf(columns: readonly string[], fields: readonly string[]): ReadonlyMap<string, string> {
  const cells = columns.map((column, place) => [column, fields[place]?.trim() ?? ''] as const);
  return new Map(cells.filter(([, value]) => value !== ''));
}
