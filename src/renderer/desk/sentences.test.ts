// No sentence is written in the desk: they all come from the words, so that both languages have them.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const here = import.meta.dirname;
const sources = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
  (file) => file.endsWith('.tsx') && !file.includes('.test.'),
);

/** Letters between tags, or in an attribute that is read to people. */
const betweenTags = />\s*([^<>{}()=;]*\p{L}{2,}[^<>{}()=;]*)\s*<\//gu;
const spokenAttribute = /\b(?:aria-label|title|placeholder|alt|label)="([^"]*\p{L}{2,}[^"]*)"/gu;

it.each(sources)('%s says nothing of its own', (file) => {
  const text = readFileSync(join(here, file), 'utf8').replace(/\/\/.*$/gm, '');
  const found = [...text.matchAll(betweenTags), ...text.matchAll(spokenAttribute)].map(([, sentence]) =>
    sentence?.trim(),
  );
  expect(found).toEqual([]);
});
