import fc from 'fast-check';
import { expect, test } from 'vitest';
import { parseMarkup, withoutMarkup } from './plainMarkup.ts';

const plain = (text: string) => [{ text, bold: false }];

test('headings, items, numbered items and paragraphs are told apart by how their line begins', () => {
  expect(parseMarkup('## Documenti\nServono:\n- documento\n- codice fiscale\n\n1. firmare\n2) spedire\nFine.')).toEqual(
    [
      { kind: 'heading', spans: plain('Documenti') },
      { kind: 'paragraph', spans: plain('Servono:') },
      { kind: 'list', ordered: false, items: [plain('documento'), plain('codice fiscale')] },
      { kind: 'list', ordered: true, items: [plain('firmare'), plain('spedire')] },
      { kind: 'paragraph', spans: plain('Fine.') },
    ],
  );
});

test('a list that changes its kind, or that something stands between, is two', () => {
  const kinds = parseMarkup('- a\n1. b\n\n1. c').map((block) =>
    block.kind === 'list' ? block.items.length : block.kind,
  );
  expect(kinds).toEqual([1, 1, 1]);
});

test('what stands between two stars is bold, and a mark that nothing closes is text', () => {
  expect(parseMarkup('Costa **0 €** oggi')).toEqual([
    { kind: 'paragraph', spans: [...plain('Costa '), { text: '0 €', bold: true }, ...plain(' oggi')] },
  ]);
  expect(parseMarkup('2 ** 3 e **4 e 5')).toEqual([
    { kind: 'paragraph', spans: [...plain('2 '), { text: ' 3 e ', bold: true }, ...plain('4 e 5')] },
  ]);
  expect(parseMarkup('sconto**')).toEqual([{ kind: 'paragraph', spans: plain('sconto**') }]);
});

test('what looks like HTML, a link or a deeper heading stays the text that it is', () => {
  const typed = '<b>ciao</b> [qui](https://esempio.it) # non è un titolo';
  expect(parseMarkup(typed)).toEqual([{ kind: 'paragraph', spans: plain(typed) }]);
  expect(parseMarkup('-10 % di sconto')).toEqual([{ kind: 'paragraph', spans: plain('-10 % di sconto') }]);
});

test('for the search only words are left, a line for each', () => {
  expect(withoutMarkup('## Uno\n- **due** tre\n1. quattro')).toBe('Uno\ndue tre\nquattro');
});

test('whatever is typed, no letter of it is lost, and none is added', () => {
  const pieces = fc.constantFrom('## ', '- ', '3. ', '**', '*', '\n', ' ', 'a', 'è', '<b>', '1', '#');
  fc.assert(
    fc.property(fc.array(pieces, { maxLength: 40 }), (typed) => {
      const letters = (text: string) => text.replace(/[^aèb<>]/g, '');
      const text = typed.join('');
      expect(letters(withoutMarkup(text))).toBe(letters(text));
    }),
  );
});
