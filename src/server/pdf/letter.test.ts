// What is drawn of a letter: its head, its parts in the order of the template, its signature, where else to turn.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { letterTemplateSchema } from '#shared/model/letters';
import { type PrintedLetter, rowsOf } from './letter.ts';

const both = (text: string) => ({ it: text, en: text });
const template = letterTemplateSchema.parse({
  ...{ code: 'answer', kind: 'answer', name: both('Risposta') },
  parts: ['opening', 'facts', 'assessment', 'basis', 'actions', 'closing'].map((code) => ({
    ...{ code, must: true, ask: both(code), least: 1 },
  })),
});
const letter: PrintedLetter = {
  ...{ company: 'Aurora', recipient: ['Carlo Bassi', 'Via Roma 1'], day: '27 novembre 2026', number: '260 118 401' },
  ...{
    subject: 'Oggetto: Reclamo n. 260 118 401',
    template,
    parts: {},
    language: 'it',
    foot: 'Organismo ADR',
    page: String,
  },
};

test('whatever parts it has, they stand in the order of the template between the head and the foot, none left out', () => {
  const codes = template.parts.map(({ code }) => code);
  fc.assert(
    fc.property(fc.shuffledSubarray(codes), (some) => {
      const parts = Object.fromEntries(some.map((code) => [code, ` Testo di ${code} `]));
      const rows = rowsOf({ ...letter, parts });
      const written = rows.filter(({ kind }) => kind === 'part' || kind === 'signature').map(({ text }) => text);
      expect(written).toEqual(codes.filter((code) => some.includes(code)).map((code) => `Testo di ${code}`));
      expect(rows.slice(0, 4).map(({ kind }) => kind)).toEqual(['company', 'recipient', 'day', 'subject']);
      expect(rows.at(-1)?.kind).toBe('foot');
      expect(rows.some(({ kind }) => kind === 'signature')).toBe(some.includes('closing'));
    }),
  );
});

test('its number is never broken between two lines', () => {
  const rows = rowsOf({ ...letter, parts: { opening: 'il Suo reclamo n. 260 118 401', closing: 'Saluti' } });
  const numbers = rows.filter(({ text }) => /401/.test(text));
  expect(numbers).toHaveLength(2);
  for (const { text } of numbers) expect(text).toContain('260\u00a0118\u00a0401');
});
