import fc from 'fast-check';
import { expect, it } from 'vitest';
import { fill, fillJson } from './template.ts';

const at = Date.UTC(2026, 10, 26, 8, 0, 0, 123);

it('writes a moment as each CRM does', () => {
  const said = '{{since}} {{since:iso}} {{since:isoMs}} {{since:sql}} {{since:date}}';
  expect(fill(said, { since: at })).toBe(
    `${at} 2026-11-26T08:00:00Z 2026-11-26T08:00:00.123Z 2026-11-26 08:00:00 2026-11-26`,
  );
});

it('lets no value out of its quotes, whatever it is', () => {
  fc.assert(
    fc.property(fc.string(), (value) => {
      const filled = fill("WHERE Id > '{{after:soql}}'", { after: value });
      expect(filled.replace(/\\[\\'"]/g, '')).toMatch(/^WHERE Id > '[^']*'$/);
    }),
  );
});

it('gives a variable that stands alone in a body its own type, at any depth', () => {
  const body = { domain: [['id', '>', '{{after:number}}']], note: 'Call {{id}}', outgoing: '{{outgoing}}', limit: 50 };
  expect(fillJson(body, { after: '17', id: 'X', outgoing: true })).toEqual({
    domain: [['id', '>', 17]],
    note: 'Call X',
    outgoing: true,
    limit: 50,
  });
});

it('shows text as text where HTML is expected', () => {
  expect(fill('<p>{{note:html}}</p>', { note: '<b>"5 & 6"</b>\nBye' })).toBe(
    '<p>&lt;b&gt;&quot;5 &amp; 6&quot;&lt;/b&gt;<br>Bye</p>',
  );
});

it('does not fill in what is not there', () => {
  expect(() => fill('{{constructor}}', {})).toThrow('constructor');
});
