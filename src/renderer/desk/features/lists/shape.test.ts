// Every list has a form, all of whose fields have names in both languages.
import { expect, test } from 'vitest';
import { listCodes, listSchemas } from '#shared/model/lists/lists';
import { it as italian } from '#shared/words/it';
import { writtenLists } from '#test/support/deskLists';
import { listShape, type Shape, writtenOut } from './shape.ts';
import { emptyOf, shapeOfRow } from './values.ts';

function* shapesIn(shape: Shape): Generator<Shape> {
  yield shape;
  if (shape.kind === 'part') for (const { shape: field } of shape.fields) yield* shapesIn(field);
  if (shape.kind === 'rows') for (const row of shape.rows) yield* shapesIn(row);
  if (shape.kind === 'record') yield* shapesIn(shape.value);
}
const all = listCodes.flatMap((code) => [...shapesIn(listShape(code))]);

test('every field and every value to choose from has a name', () => {
  const { fields, values }: { fields: Record<string, string>; values: Record<string, string> } = italian.lists;
  const names = all.flatMap((shape) => (shape.kind === 'part' ? shape.fields.map(({ name }) => name) : []));
  const isLetter = (name: string) => /^[A-Z]$/.test(name);
  expect(names.filter((name) => !isLetter(name) && !(name in fields) && !(name in values))).toEqual([]);
  const chosen = all.flatMap((shape) => (shape.kind === 'choice' || shape.kind === 'choices' ? shape.values : []));
  expect(chosen.filter((value) => !(String(value) in values))).toEqual([]);
});

test.each(listCodes)('%s: what the form writes out is what was written, and still fits', (code) => {
  if (!(code in writtenLists)) return;
  const out = writtenOut(code, writtenLists[code]);
  const { schema } = listSchemas[code];
  expect(schema.parse(out)).toEqual(schema.parse(writtenLists[code]));
});

test('a holiday is of the shape that knows its fields', () => {
  const rows = all.find((shape) => shape.kind === 'rows' && shape.rows.length === 2);
  if (rows?.kind !== 'rows') throw new Error('no such rows');
  const [byDay, byEaster] = rows.rows;
  expect(shapeOfRow({ day: '08-15', name: {} }, rows.rows)).toBe(byDay);
  expect(shapeOfRow({ easter: 1, name: {} }, rows.rows)).toBe(byEaster);
  expect(byEaster && emptyOf(byEaster)).toEqual({ easter: 0, name: { it: '', en: '' } });
});
