// Who may be speaking, and how far what is told goes for them.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { identificationLevels } from './identification.ts';
import { isEnough } from './identifying.ts';
import {
  type Delegation,
  delegationKinds,
  type SpeakerRule,
  speakerChoices,
  speakerKinds,
  toldLevel,
} from './speaker.ts';

const today = '2026-11-27';
const level = fc.constantFrom(...identificationLevels);
const delegation: fc.Arbitrary<Delegation> = fc.record({
  kind: fc.constantFrom(...delegationKinds),
  name: fc.constantFrom('Anna Prova', 'Ugo Prova'),
  upTo: fc.constantFrom('basic', 'standard', 'strong'),
  until: fc.constantFrom(null, '2026-11-26', '2026-11-27', '2027-01-01'),
});
const rules: SpeakerRule[] = [
  { kind: 'delegate', upTo: 'file' },
  { kind: 'representative', upTo: 'file' },
  { kind: 'helper', upTo: 'standard' },
  { kind: 'relay', upTo: 'strong' },
  { kind: 'heir', upTo: 'none' },
];
const anna: Delegation = { kind: 'delegate', name: 'Anna Prova', upTo: 'standard', until: today };

describe('who may be speaking', () => {
  test('is each delegate whose delegation is in force, on its last day too; without one, nobody who is told anything', () => {
    expect(speakerChoices(rules.slice(0, 1), [anna], today)).toEqual([
      { speaker: { kind: 'delegate', upTo: 'standard' }, delegation: anna },
    ]);
    const expired = { ...anna, until: '2026-11-26' };
    expect(speakerChoices(rules.slice(0, 1), [expired], today)).toEqual([
      { speaker: { kind: 'delegate', upTo: 'none' }, delegation: null },
    ]);
  });

  test('goes by a delegation of its own kind, in force and as far as it goes, or by the list alone', () => {
    fc.assert(
      fc.property(fc.array(delegation, { maxLength: 6 }), (delegations) => {
        const choices = speakerChoices(rules, delegations, today);
        expect(new Set(choices.map(({ speaker }) => speaker.kind))).toEqual(new Set(rules.map(({ kind }) => kind)));
        for (const { speaker, delegation: by } of choices) {
          const rule = rules.find(({ kind }) => kind === speaker.kind);
          if (by === null) expect(speaker.upTo).toBe(rule?.upTo === 'file' ? 'none' : rule?.upTo);
          else {
            expect(speaker).toEqual({ kind: by.kind, upTo: by.upTo });
            expect(by.until === null || by.until >= today).toBe(true);
          }
        }
      }),
    );
  });
});

test('what is told goes neither beyond what was verified nor beyond who speaks, and for the holder as far as was verified', () => {
  fc.assert(
    fc.property(level, level, fc.constantFrom(...speakerKinds), (verified, upTo, kind) => {
      const told = toldLevel(verified, { kind, upTo });
      expect(isEnough(verified, told) && isEnough(upTo, told)).toBe(true);
      expect([verified, upTo]).toContain(told);
      expect(toldLevel(verified, null)).toBe(verified);
    }),
  );
});
