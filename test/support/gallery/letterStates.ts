// Letters: in a case, being written, lacking something, looked at, sent back, sent, written by two.
import { caseAfter, registration, withCases } from '#test/support/deskCases';
import { full, letterOf, withLetters } from '#test/support/deskLetters';
import { createDeskPrograms } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, see } from './gestures.ts';

const found = () =>
  caseAfter(17, registration({ of: 'case', title: 'Bolletta doppia', backOffice: 'FL' }), { kind: 'work' });

function inCase(
  differing: Parameters<typeof letterOf>[1] | null,
  situation: Parameters<typeof withLetters>[2] = {},
  ...gestures: Gesture[]
): GalleryState {
  const one = found();
  const letter = differing === null ? null : letterOf(one.id, differing);
  const programs = withLetters(withCases(createDeskPrograms(), [one]), letter, situation);
  return { programs, gestures: [click('cases'), click('case-row'), see('case-letters'), ...gestures] };
}
const opened = (
  differing: Parameters<typeof letterOf>[1],
  situation: Parameters<typeof withLetters>[2] = {},
  ...gestures: Gesture[]
) => inCase(differing, situation, click('letter-row'), see('letter-page'), ...gestures);

export const letterStates: Readonly<Record<string, () => GalleryState>> = {
  'letters-in-case': () => inCase({ parts: full, state: 'asked' }),
  'letters-begin': () => inCase(null, {}, click('write-letter'), see('letter-begin')),
  'letter-lacking': () => opened({}),
  'letter-full': () => opened({ parts: full }),
  'letter-asked': () => opened({ parts: full, state: 'asked' }),
  'letter-returned': () => opened({ parts: full, returned: 'Manca la data dell’accredito.' }),
  'letter-recording': () => opened({ parts: full, state: 'confirmed' }, {}, click('record-sending'), see('recording')),
  'letter-sent': () => {
    const sent = { day: '2026-11-24', channel: 'email', how: 'PEC', by: 'Giulia Neri', attachmentId: null } as const;
    return opened({ parts: full, state: 'sent', sent });
  },
  'letter-discarding': () => opened({ parts: full }, {}, click('discard'), see('discard-now')),
  'letter-stale': () =>
    opened({ parts: { ...full, compensation: 'Le riconosciamo 40,00 €.' }, state: 'confirmed', indemnityCents: 6_000 }),
  'letter-conflict': () => {
    const draft = { parts: letterOf('T-1', { parts: { ...full, basis: 'Art. 8' } }).parts, base: 1 };
    return opened({ parts: { ...full, basis: 'Art. 9, comma 2' }, version: 2, by: 'Sara Conti' }, { draft });
  },
};
