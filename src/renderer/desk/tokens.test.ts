// Every text can be read: the contrast of each text colour on each surface it stands on is at least 4.5 to 1 (WCAG 2.2, 1.4.3), and 7 to 1 where
// somebody has asked for more (1.4.6). No rule asks for a token that is not there: it would do nothing, and nobody would be told. And none says
// by itself what is a token's to say.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { must } from '#shared/lib/must';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');

type Tokens = ReadonlyMap<string, string>;

/** What one block of tokens.css says, colours as six digits. */
function block(selector: string): Tokens {
  const [, after = ''] = css.split(`\n${selector} {`);
  const [body = ''] = after.split('\n}');
  return new Map([...body.matchAll(/--([\w-]+): ([^;]+);/g)].map(([, name = '', value = '']) => [name, value]));
}

const light = block(':root');
const dark = new Map([...light, ...block('[data-theme="dark"]')]);
const lightMore = new Map([...light, ...block('[data-contrast="more"]')]);
const darkMore = new Map([
  ...dark,
  ...block('[data-contrast="more"]'),
  ...block('[data-contrast="more"][data-theme="dark"]'),
]);

const colour = (tokens: Tokens, name: string) => must(/^#([0-9a-f]{6})$/.exec(tokens.get(name) ?? '')?.[1], name);

function luminance(hex: string): number {
  const [r = 0, g = 0, b = 0] = [0, 2, 4]
    .map((from) => Number.parseInt(hex.slice(from, from + 2), 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * r + 0.7152 * g + 0.0722 * b;
}

function contrast(one: string, other: string): number {
  const [bright = 0, dim = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (bright + 0.05) / (dim + 0.05);
}

const surfaces = ['canvas', 'surface', 'sunken', 'hover'];
const pairs = [
  ...['ink', 'ink-2', 'ink-3'].flatMap((text) => surfaces.map((surface) => [text, surface] as const)),
  ...['live', 'hold', 'stop', 'note'].flatMap((tone) => [
    [tone, 'surface'] as const,
    [tone, 'sunken'] as const,
    [tone, `${tone}-soft`] as const,
    ['ink-2', `${tone}-soft`] as const,
  ]),
  ['live-ink', 'live'],
  ['ink', 'live-soft'],
  ['hold-ink', 'hold'],
  ['end-ink', 'end'],
  ['canvas', 'ink'],
] as const;

/** What can be filled in, ticked or chosen is seen by its edge (WCAG 2.2, 1.4.11); so is where the focus is. */
const edges = ['edge', 'note'].flatMap((edge) => surfaces.map((surface) => [edge, surface] as const));

describe.each([
  ['light', light, 4.5],
  ['dark', dark, 4.5],
  ['light, with more contrast', lightMore, 7],
  ['dark, with more contrast', darkMore, 7],
])('%s', (_look, tokens, least) => {
  it.each(pairs)('lets %s be read on %s', (text, surface) => {
    expect(contrast(colour(tokens, text), colour(tokens, surface))).toBeGreaterThanOrEqual(least);
  });

  it.each(edges)('lets the edge %s be seen on %s', (edge, surface) => {
    expect(contrast(colour(tokens, edge), colour(tokens, surface))).toBeGreaterThanOrEqual(3);
  });
});

it('has nothing to press that is smaller than 24 px, however close things stand (WCAG 2.2, 2.5.8)', () => {
  const compact = block('[data-density="compact"]');
  const heights = [...light.keys()].filter((name) => /^(?:h-|row$|bar$)/.test(name));
  expect(heights.length).toBeGreaterThan(0);
  for (const name of heights) {
    expect(compact.has(name), name).toBe(true);
    expect(Number.parseInt(compact.get(name) ?? '', 10), name).toBeGreaterThanOrEqual(24);
  }
});

/** Set by the library of the controls, on what it opens. */
const given = ['trigger-width'];
const sheets = readdirSync(import.meta.dirname, { recursive: true, encoding: 'utf8' }).filter((file) =>
  file.endsWith('.css'),
);

it.each(sheets)('%s uses only tokens that there are', (file) => {
  const there = new Set([...css.matchAll(/--([\w-]+):/g)].map(([, name]) => name));
  const used = [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/var\(--([\w-]+)\)/g)];
  expect(used.map(([, name = '']) => name).filter((name) => !there.has(name) && !given.includes(name))).toEqual([]);
});

/** Lines, and what takes a line's room back. */
const hairline = 3;

/** Says by itself what a token should: a colour, or a length, of which only the size of drawn things is their own affair. */
function ownWay(property: string, value: string): boolean {
  if (/#[0-9a-f]{3,8}\b|\brgba?\(/i.test(value)) return true;
  if (/^(?:z-index)$/.test(property)) return /^\d/.test(value) && Number(value) > 1;
  if (/^(?:transition|animation)(?:-|$)/.test(property)) return /[\d.]+m?s\b/.test(value);
  if (!/^(?:(?:row-|column-)?gap|padding|margin|font|font-size|border-radius)(?:-|$)/.test(property)) return false;
  return [...value.matchAll(/([\d.]+)px/g)].some(([, px]) => Number(px) > hairline);
}

/** The line of a key's sign is not one of text; the two halves of a customer's page are no step apart; no motion at all. */
const exceptions = [
  'ui/controls.css font: 500 var(--text-2xs) / 18px var(--font)',
  'features/customer/customer.css gap: 56px',
  'frame.css animation-duration: 0.01ms',
  'frame.css transition-duration: 0.01ms',
];

it('is asked for every colour, space, size of text, radius, duration and layer', () => {
  const found = sheets
    .filter((file) => file !== 'tokens.css')
    .flatMap((file) =>
      [...readFileSync(join(import.meta.dirname, file), 'utf8').matchAll(/^\s+([\w-]+): ([^;{}]+);/gm)]
        .filter(([, property = '', value = '']) => ownWay(property, value))
        .map(([, property, value]) => `${file} ${property}: ${value}`),
    );
  expect(found.toSorted()).toEqual(exceptions.toSorted());
});
