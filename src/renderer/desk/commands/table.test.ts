// The table of commands: one key does one thing at a time, and every command has a name in both languages.
import { describe, expect, it } from 'vitest';
import { createWords } from '#shared/words/words';
import { commandName } from './commandName.ts';
import { type CommandId, commandGroups, commandIds, rowOf } from './table.ts';

/** What never stands together: how many are on the line; a call that rings, and a promised callback, which waits for it. */
const oneAtATime: readonly (readonly string[])[] = [
  ['call', 'consult', 'conference'],
  ['ringing', 'callbackDue'],
];

const withChord = (chord: string): CommandId[] => commandIds.filter((id) => rowOf(id).chord === chord);
const chords = [...new Set(commandIds.flatMap((id) => rowOf(id).chord ?? []))];

describe('the table of commands', () => {
  it.each(commandGroups)('has no two commands with one key in %s', (group) => {
    const inGroup = commandIds.filter((id) => rowOf(id).group === group).flatMap((id) => rowOf(id).chord ?? []);
    expect(inGroup).toEqual([...new Set(inGroup)]);
  });

  it('shares a key only among what never stands together', () => {
    for (const chord of chords) {
      const sharing = withChord(chord);
      if (sharing.length === 1) continue;
      const together = oneAtATime.filter((groups) => sharing.every((id) => groups.includes(rowOf(id).group)));
      expect(together, `${chord}: ${sharing.join()}`).not.toEqual([]);
    }
  });

  it('takes a letter alone only for what has that letter beside Alt', () => {
    for (const id of commandIds.filter((each) => rowOf(each).byLetter === true))
      expect(rowOf(id).chord, id).toMatch(/^Alt\+[A-Z]$/);
  });

  it('leaves alone the keys of systems and of screen readers', () => {
    for (const chord of chords) expect(chord).not.toMatch(/^(F10|F11|F12)$|Alt\+F4|Alt\+Shift|Alt\+Tab/);
  });

  it.each(['it', 'en'] as const)('has a name for every command (%s)', (language) => {
    const { t } = createWords(language);
    for (const id of commandIds) expect(commandName(t, id), id).not.toMatch(/commands\.|verbs\./);
  });
});
