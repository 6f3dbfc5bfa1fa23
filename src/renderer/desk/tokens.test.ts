// Every text can be read: the contrast of each text colour on each surface it stands on is at least 4.5 to 1 (WCAG 2.2, 1.4.3). And no rule
// asks for a token that is not there: it would do nothing, and nobody would be told.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { must } from '#shared/lib/must';

const css = readFileSync(join(import.meta.dirname, 'tokens.css'), 'utf8');
const [light = '', dark = ''] = css.split('\n[data-theme="dark"]');

const tokens = (block: string) =>
  new Map([...block.matchAll(/--([\w-]+): #([0-9a-f]{6})/g)].map(([, name = '', hex = '']) => [name, hex]));

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

describe.each([
  ['light', tokens(light)],
  ['dark', tokens(dark)],
])('in the %s theme', (_theme, colours) => {
  it.each(pairs)('%s can be read on %s', (text, surface) => {
    const ratio = contrast(must(colours.get(text), text), must(colours.get(surface), surface));
    expect(ratio).toBeGreaterThanOrEqual(4.5);
  });
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
