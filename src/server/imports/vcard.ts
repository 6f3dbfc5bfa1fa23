// vCards 2.1, 3.0 and 4.0 (RFC 2426, RFC 6350) as rows with columns of our own naming. Only what a customer has is read; a card that is
// broken is refused alone.
import type { FileRecord } from './record.ts';
import type { Line } from './text.ts';

/** Numbers and streets beyond these are not looked at. */
const mostNumbers = 20;

/** What a card's columns are called, in the order in which they are shown. */
export const vcardColumns: readonly string[] = [
  ...['UID', 'FN', 'N.given', 'N.family', 'ORG', 'EMAIL'],
  ...['ADR.street', 'ADR.postcode', 'ADR.city', 'BDAY', 'LANG', 'NOTE'],
  ...Array.from({ length: mostNumbers }, (_, place) => [`TEL.cell ${place + 1}`, `TEL ${place + 1}`]).flat(),
];

export async function* vcardRecords(lines: AsyncIterable<Line>): AsyncGenerator<FileRecord> {
  let card: { readonly line: number; readonly text: string; readonly properties: Property[] } | null = null;
  for await (const { number, text } of unfolded(lines)) {
    const property = propertyOf(text);
    const isBegin = property?.name === 'BEGIN' && property.value.toUpperCase() === 'VCARD';
    if (card !== null && (isBegin || property === null)) {
      yield { kind: 'unread', line: card.line, why: 'broken', text: card.text };
      card = null;
    }
    if (isBegin) card = { line: number, text, properties: [] };
    else if (card !== null && property?.name === 'END') {
      yield { kind: 'row', line: card.line, cells: cellsOf(card.properties) };
      card = null;
    } else if (property !== null) card?.properties.push(property);
  }
  if (card !== null) yield { kind: 'unread', line: card.line, why: 'broken', text: card.text };
}

/** Lines that go on with a space, and quoted-printable ones (2.1) that go on after "=", are one. */
async function* unfolded(lines: AsyncIterable<Line>): AsyncGenerator<Line> {
  let whole: Line = { number: 0, text: '' };
  for await (const line of lines) {
    const isFolded = /^[ \t]/.test(line.text);
    const goesOn = isQuotedPrintable(whole.text) && whole.text.endsWith('=');
    if (isFolded) whole = { ...whole, text: whole.text + line.text.slice(1) };
    else if (goesOn) whole = { ...whole, text: whole.text.slice(0, -1) + line.text };
    else {
      if (whole.text.trim() !== '') yield whole;
      whole = line;
    }
  }
  if (whole.text.trim() !== '') yield whole;
}

const isQuotedPrintable = (text: string): boolean => /^[^:]*[;=]QUOTED-PRINTABLE/i.test(text);

interface Property {
  readonly name: string;
  /** In lower case, as they stand: "type=cell", "cell". */
  readonly parameters: readonly string[];
  readonly value: string;
}

function propertyOf(text: string): Property | null {
  const match = /^(?:[\w-]+\.)?([\w-]+)((?:;(?:"[^"]*"|[^":;])*)*):(.*)$/s.exec(text);
  if (match === null) return null;
  const [, name = '', given = '', raw = ''] = match;
  const parameters = given
    .split(';')
    .slice(1)
    .map((parameter) => parameter.toLowerCase());
  const value = isQuotedPrintable(text) ? fromQuotedPrintable(raw, parameters) : raw;
  return { name: name.toUpperCase(), parameters, value };
}

/** RFC 2045 section 6.7, in the charset that is said. */
function fromQuotedPrintable(raw: string, parameters: readonly string[]): string {
  const bytes = raw.replace(/[^\x20-\x7e]/g, '?').split(/=([0-9A-Fa-f]{2})/);
  const read = Buffer.concat(bytes.map((part, place) => Buffer.from(part, place % 2 === 1 ? 'hex' : 'latin1')));
  const charset = parameters.find((parameter) => parameter.startsWith('charset='))?.slice('charset='.length);
  return new TextDecoder(charset === undefined || /utf-?8/.test(charset) ? 'utf-8' : 'windows-1252').decode(read);
}

/** Of a value that has parts: `\;`, `\,` and `\n` are characters of a part. */
const partsOf = (value: string): string[] =>
  value.split(/(?<!\\);/).map((part) =>
    part
      .replace(/\\n/gi, '\n')
      .replace(/\\([\\;,:])/g, '$1')
      .trim(),
  );

function cellsOf(properties: readonly Property[]): ReadonlyMap<string, string> {
  const first = (name: string) => properties.find((property) => property.name === name)?.value ?? '';
  const [family = '', given = ''] = partsOf(first('N'));
  const [box = '', extended = '', street = '', city = '', , postcode = ''] = partsOf(first('ADR'));
  const numbers = properties.filter(({ name }) => name === 'TEL').slice(0, mostNumbers);
  const cells: [string, string][] = [
    ...(['UID', 'FN', 'EMAIL', 'LANG', 'NOTE'] as const).map((name): [string, string] => [
      name,
      partsOf(first(name)).join('; '),
    ]),
    ['N.given', given],
    ['N.family', family],
    ['ORG', partsOf(first('ORG'))[0] ?? ''],
    ['ADR.street', [street, extended, box].filter((part) => part !== '').join(', ')],
    ['ADR.postcode', postcode],
    ['ADR.city', city],
    ['BDAY', first('BDAY')],
    ...numbers.map(({ parameters, value }, place): [string, string] => [
      `TEL${parameters.some((one) => /\b(cell|mobile)\b/.test(one)) ? '.cell' : ''} ${place + 1}`,
      value.replace(/^tel:/i, ''),
    ]),
  ];
  return new Map(cells.filter(([, value]) => value.trim() !== '').map(([name, value]) => [name, value.trim()]));
}
