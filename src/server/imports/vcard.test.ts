// Cards of the three versions, as telephones and mail programs export them.
import { expect, test } from 'vitest';
import type { FileRecord } from './record.ts';
import { linesOf } from './text.ts';
import { vcardRecords } from './vcard.ts';

async function allOf(records: AsyncIterable<FileRecord>): Promise<FileRecord[]> {
  const all: FileRecord[] = [];
  for await (const record of records) all.push(record);
  return all;
}

async function* whole(text: string) {
  yield Buffer.from(text);
}
const cardsOf = async (...lines: string[]) =>
  (await allOf(vcardRecords(linesOf(whole(lines.join('\r\n')), 'utf-8')))).map((record) =>
    record.kind === 'row' ? { line: record.line, ...Object.fromEntries(record.cells) } : record,
  );

test('version 4.0: parts, escapes, folded lines, groups, numbers as addresses', async () => {
  expect(
    await cardsOf(
      'BEGIN:VCARD',
      'VERSION:4.0',
      'FN:Łucja \\, Đorđević',
      'N:Đorđević;Łucja;;;',
      'item1.TEL;VALUE=uri;TYPE="voice,cell":tel:+39-000-000-0103',
      'TEL:02 000 0104',
      'ADR;TYPE=home;LABEL="Via: 1":;;Via Lunga',
      '  12;Lodi;LO;26900;Italia',
      'BDAY:19800314',
      'END:VCARD',
    ),
  ).toEqual([
    {
      line: 1,
      FN: 'Łucja , Đorđević',
      'N.given': 'Łucja',
      'N.family': 'Đorđević',
      'TEL.cell 1': '+39-000-000-0103',
      'TEL 2': '02 000 0104',
      'ADR.street': 'Via Lunga 12',
      'ADR.city': 'Lodi',
      'ADR.postcode': '26900',
      BDAY: '19800314',
    },
  ]);
});

test('version 2.1: bare types, quoted-printable over several lines, an old charset', async () => {
  expect(
    await cardsOf(
      'BEGIN:VCARD',
      'VERSION:2.1',
      'N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Citt=C3=A0;Nicc=',
      'ol=C3=B2',
      'NOTE;ENCODING=QUOTED-PRINTABLE;CHARSET=ISO-8859-1:perch=E9',
      'TEL;CELL;VOICE:+390000000105',
      'END:VCARD',
    ),
  ).toEqual([{ line: 1, NOTE: 'perché', 'N.given': 'Niccolò', 'N.family': 'Città', 'TEL.cell 1': '+390000000105' }]);
});

test('a card that is broken or has no end is refused alone', async () => {
  expect(
    await cardsOf(
      ...['BEGIN:VCARD', 'FN:Uno', 'nonsense', 'END:VCARD'],
      ...['BEGIN:VCARD', 'FN:Due', 'END:VCARD'],
      ...['BEGIN:VCARD', 'FN:Tre', 'BEGIN:VCARD', 'FN:Quattro', 'END:VCARD', 'BEGIN:VCARD'],
    ),
  ).toEqual([
    { kind: 'unread', line: 1, why: 'broken', text: 'BEGIN:VCARD' },
    { line: 5, FN: 'Due' },
    { kind: 'unread', line: 8, why: 'broken', text: 'BEGIN:VCARD' },
    { line: 10, FN: 'Quattro' },
    { kind: 'unread', line: 13, why: 'broken', text: 'BEGIN:VCARD' },
  ]);
});
