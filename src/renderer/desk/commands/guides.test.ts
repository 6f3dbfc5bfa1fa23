// The guides' table of keys says what the table of commands does: every key of it, and no other.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandIds, rowOf } from './table.ts';

const guides = join(import.meta.dirname, '../../../../docs/guides');
const names = {
  it: { heading: '## Tutti i tasti', Shift: '⇧', Space: 'Spazio', Enter: 'Invio', Plus: '+' },
  en: { heading: '## All the keys', Shift: 'Shift', Space: 'Space', Enter: 'Enter', Plus: '+' },
} as const;
type Language = keyof typeof names;

type Named = 'Shift' | 'Space' | 'Enter' | 'Plus';
const isNamed = (part: string): part is Named => ['Shift', 'Space', 'Enter', 'Plus'].includes(part);

const written = (chord: string, language: Language): string =>
  chord
    .split('+')
    .map((part) => (isNamed(part) ? names[language][part] : part))
    .join(' ');

/** Keys of one sheet, panel or page (digits, letters, Esc) are no commands. */
const isLocal = (key: string): boolean => key.length === 1 || key === 'Esc';

describe.each(['it', 'en'] as const)('the agent’s guide (%s)', (language) => {
  const [, after = ''] = readFileSync(join(guides, `agent-${language}.md`), 'utf8').split(names[language].heading);
  const [table = ''] = after.split('\n## ');
  const told = [...table.matchAll(/\*\*([^*]+)\*\*/g)].map(([, key = '']) => key);
  const chords = [...new Set(commandIds.flatMap((id) => rowOf(id).chord ?? []))].map((chord) =>
    written(chord, language),
  );

  it('tells every key', () => {
    expect(chords.filter((chord) => !told.includes(chord))).toEqual([]);
  });

  it('tells no key that does nothing', () => {
    expect(told.filter((key) => !isLocal(key) && !chords.includes(key))).toEqual([]);
  });
});
