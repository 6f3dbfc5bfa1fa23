// The values of a list while it is edited: changed at a place, begun empty, called by what stands in them.
import type { Language } from '#shared/model/ids';
import type { Shape } from './shape.ts';

export const isAbsent = (value: unknown): boolean => value === null || value === undefined;

export const isPlain = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** `undefined` takes a field away. */
export function withField(part: unknown, name: string, value: unknown): Record<string, unknown> {
  const { [name]: _, ...others } = isPlain(part) ? part : {};
  if (value === undefined) return others;
  // Where it was, or at the end.
  return name in (isPlain(part) ? part : {})
    ? Object.fromEntries(Object.entries(part as object).map(([key, old]) => [key, key === name ? value : old]))
    : { ...others, [name]: value };
}

/** What a new one begins with. */
export function emptyOf(shape: Shape): unknown {
  switch (shape.kind) {
    case 'text':
      return { it: '', en: '' };
    case 'wordList':
      return { it: [], en: [] };
    case 'line':
      return '';
    case 'number':
      return 0;
    case 'flag':
      return false;
    case 'choice':
      return shape.values[0];
    case 'record':
      return {};
    case 'part':
      return Object.fromEntries(
        shape.fields.flatMap(({ name, shape: field }) => {
          if (field.absent === 'nothing') return [];
          // What is in use begins in use.
          return [[name, field.absent === 'null' ? null : name === 'active' ? true : emptyOf(field)]];
        }),
      );
    default:
      return [];
  }
}

/** Which of the shapes a row is of: the one that knows its fields. */
export const shapeOfRow = (row: unknown, shapes: readonly Shape[]): Shape | undefined =>
  shapes.find(
    (each) =>
      each.kind === 'part' &&
      Object.keys(isPlain(row) ? row : {}).every((key) => each.fields.some(({ name }) => name === key)),
  ) ?? shapes[0];

const naming = ['name', 'labels', 'say', 'avoid', 'text', 'ask', 'code', 'kind', 'level', 'queueId', 'day'];

/** By what a row is known, as far as anything of it is written; empty: by its place alone. */
export function titleOf(row: unknown, language: Language): string {
  if (!isPlain(row)) return '';
  for (const name of naming) {
    const value = row[name];
    const said = isPlain(value) ? value[language] : value;
    if (typeof said === 'string' && said.trim() !== '') return said;
  }
  return '';
}

/** What is no number stays as it was typed, to be told. */
export const numberFrom = (typed: string): number | string => {
  const number = Number(typed.trim().replace(',', '.'));
  return typed.trim() === '' || Number.isNaN(number) ? typed : number;
};

export const linesFrom = (typed: string): string[] => typed.split('\n').map((line) => line.trimStart());

/** "08:30-13:00", one a line. */
export const spansFrom = (typed: string): string[][] =>
  typed
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => line.split(/[-–]/).map((end) => end.trim()));

export const spansSaid = (value: unknown): string =>
  Array.isArray(value) ? value.map((span) => (Array.isArray(span) ? span.join('-') : '')).join('\n') : '';

/** As it is saved: without blanks around what was typed, and without empty lines. */
export function tidied(value: unknown): unknown {
  if (typeof value === 'string') return value.trim();
  if (Array.isArray(value)) return value.map(tidied).filter((each) => each !== '');
  return isPlain(value) ? Object.fromEntries(Object.entries(value).map(([name, each]) => [name, tidied(each)])) : value;
}
