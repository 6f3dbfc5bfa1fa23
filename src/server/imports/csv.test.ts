// Rows of comma-separated values, whole and broken.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { columnsOf, csvRecords, fieldsOf, guessDelimiter } from './csv.ts';
import type { FileRecord } from './record.ts';
import { encodingGuess, linesOf } from './text.ts';

async function allOf(records: AsyncIterable<FileRecord>): Promise<FileRecord[]> {
  const all: FileRecord[] = [];
  for await (const record of records) all.push(record);
  return all;
}

async function* inPieces(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function recordsOf(text: string, size = 7): Promise<FileRecord[]> {
  return allOf(csvRecords(linesOf(inPieces(Buffer.from(text), size), 'utf-8')));
}

const rowsOf = async (text: string) =>
  (await recordsOf(text)).map((record) =>
    record.kind === 'row' ? { line: record.line, ...Object.fromEntries(record.cells) } : record,
  );

test('rows are read by the headings; what is empty is not there, empty lines are passed over', async () => {
  expect(await rowsOf('\uFEFF\nNome;Città\r\nAda; Lodi \r\n\r\n;\nLea;\n')).toEqual([
    { line: 3, Nome: 'Ada', Città: 'Lodi' },
    { line: 6, Nome: 'Lea' },
  ]);
});

test('quotes hold delimiters, line breaks and quotes; the line is the one where the row begins', async () => {
  expect(await rowsOf('a,b\n"x, y","z ""q"""\n"one\ntwo", "three"\nlast,')).toEqual([
    { line: 2, a: 'x, y', b: 'z "q"' },
    { line: 3, a: 'one\ntwo', b: 'three' },
    { line: 5, a: 'last' },
  ]);
});

test('a row whose quotes are broken is refused alone: the next ones are read', async () => {
  expect(await rowsOf('a;b\n1;"z\n2;ok\n3;5" pipe\n4;"x"y\n5;"fine"\n')).toEqual([
    { kind: 'unread', line: 2, why: 'broken', text: '1;"z' },
    { line: 3, a: '2', b: 'ok' },
    { kind: 'unread', line: 4, why: 'broken', text: '3;5" pipe' },
    { kind: 'unread', line: 5, why: 'broken', text: '4;"x"y' },
    { line: 6, a: '5', b: 'fine' },
  ]);
});

test('a row with more fields than there are columns is refused; empty ones at its end do not count', async () => {
  expect(await rowsOf('a;b\n1;2;3\n1;2;;\n')).toEqual([
    { kind: 'unread', line: 2, why: 'tooManyColumns', text: '1;2;3' },
    { line: 3, a: '1', b: '2' },
  ]);
});

test('the delimiter is the one that the headings have most of', () => {
  expect(['a;b,c;d', 'a,b', 'a\tb', 'a|b|c', 'alone', '"x;y;z",b'].map(guessDelimiter)).toEqual([
    ';',
    ',',
    '\t',
    '|',
    ';',
    ',',
  ]);
});

test('each column has a name of its own', () => {
  expect(columnsOf(['Tel', '', 'Tel', ' '])).toEqual(['Tel', '2', 'Tel (2)', '4']);
});

test('what a spreadsheet writes is read back, whatever is in its cells and however the bytes come', async () => {
  const quoted = (cell: string) => `"${cell.replaceAll('"', '""')}"`;
  const cell = fc.string({ unit: 'binary' }).map((text) => text.replace(/[\r\0\uD800-\uDFFF]/g, ' ').trim());
  const table = fc.array(fc.array(cell, { minLength: 3, maxLength: 3 }), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(table, fc.integer({ min: 1, max: 40 }), async (rows, size) => {
      const text = ['a;b;c', ...rows.map((row) => row.map(quoted).join(';'))].join('\n');
      const read = await recordsOf(text, size);
      const names = ['a', 'b', 'c'];
      const expected = rows
        .map(
          (row) => new Map(row.map((value, place) => [names[place] ?? '', value] as const).filter(([, v]) => v !== '')),
        )
        .filter((cells) => cells.size > 0);
      const isShort = rows.flat().every((value) => value.split('\n').length < 10);
      if (isShort) expect(read.map((record) => record.kind === 'row' && record.cells)).toEqual(expected);
    }),
  );
});

test('no file makes it stop, and no line is lost: each row that is read or refused begins at a line of its own', async () => {
  const bytes = fc.array(fc.constantFrom('a', ';', '"', '\n', '\r', ',', 'é', ' '), { maxLength: 60 });
  await fc.assert(
    fc.asyncProperty(bytes, async (characters) => {
      const read = await recordsOf(`a;b\n${characters.join('')}`, 3);
      const lines = read.map((record) => record.line);
      expect(lines).toEqual([...new Set(lines)].sort((x, y) => x - y));
    }),
  );
});

test('a character that the database cannot keep is replaced, and the row stays', async () => {
  expect(await rowsOf('a;b\n1;x\0y')).toEqual([{ line: 2, a: '1', b: 'x\uFFFDy' }]);
});

test('fields of one row', () => {
  expect(fieldsOf('a,"b"', ',')).toEqual(['a', 'b']);
  expect(fieldsOf('"a', ',')).toBeNull();
});

test('what cannot be UTF-8 is read as offices write it; marks at the beginning count', () => {
  const guessOf = (...pieces: number[][]) => {
    const guess = encodingGuess();
    for (const piece of pieces) guess.see(Uint8Array.from(piece));
    return guess.encoding();
  };
  expect(guessOf([0x43, 0xc3], [0xac])).toBe('utf-8');
  expect(guessOf([0x43, 0xe0, 0x20])).toBe('windows-1252');
  expect(guessOf([0x43, 0xc3])).toBe('windows-1252');
  expect(guessOf([0xff, 0xfe, 0x41, 0])).toBe('utf-16le');
  expect(guessOf([0xfe, 0xff, 0, 0x41])).toBe('utf-16be');
});

test('a file without any line is read piece by piece, and never held whole', async () => {
  const piece = Buffer.from('x'.repeat(1024 * 1024));
  async function* pieces() {
    for (let n = 0; n < 40; n += 1) yield piece;
  }
  const lengths: number[] = [];
  for await (const { text } of linesOf(pieces(), 'utf-8')) lengths.push(text.length);
  expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(40 * piece.length);
  expect(Math.max(...lengths)).toBeLessThan(10 * piece.length);
});
