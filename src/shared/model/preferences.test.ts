// Choices of several PCs made one: whichever order they come in, everybody ends with the same.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { chosenIn, defaultPreferences, type KeptChoices, merged, preferencesSchema } from './preferences.ts';

const moment = fc.constantFrom('2026-03-02T09:00:00.000Z', '2026-03-02T09:00:00.001Z', '2026-03-02T10:00:00.000Z');
const choices: fc.Arbitrary<KeptChoices> = fc.dictionary(
  fc.constantFrom('theme', 'language', 'favourites', 'moons'),
  fc.record({ value: fc.constantFrom('dark', 'light', null, ['1001']), at: moment }),
);

describe('choices made one', () => {
  it('come to the same in whichever order, and however often', () => {
    fc.assert(
      fc.property(choices, choices, choices, (a, b, c) => {
        expect(merged(a, b)).toEqual(merged(b, a));
        expect(merged(merged(a, b), c)).toEqual(merged(a, merged(b, c)));
        expect(merged(a, a)).toEqual(a);
        expect(merged(merged(a, b), b)).toEqual(merged(a, b));
      }),
    );
  });

  it('are the later ones, one by one', () => {
    const early = { theme: { value: 'dark', at: '2026-03-02T09:00:00.000Z' } };
    const late = {
      theme: { value: 'light', at: '2026-03-02T09:00:00.001Z' },
      contrast: { value: 'more', at: '2026-03-01T09:00:00.000Z' },
    };
    expect(merged(early, late)).toEqual(late);
  });
});

describe('what was chosen', () => {
  it('is what fits: another version may know other names and other values', () => {
    const at = '2026-03-02T09:00:00.000Z';
    expect(
      chosenIn({ theme: { value: 'sepia', at }, contrast: { value: 'more', at }, moons: { value: 3, at } }),
    ).toEqual({ contrast: 'more' });
  });

  it('may be whatever is so without a choice', () => {
    expect(preferencesSchema.parse(defaultPreferences)).toEqual(defaultPreferences);
  });
});
