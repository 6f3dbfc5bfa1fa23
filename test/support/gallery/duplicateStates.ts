// Customers who may be one and the same: on the card, side by side, in the list of who may merge.
import { away, basi, merged, openPairs, programsWithDuplicates } from '#test/support/deskDuplicates';
import { carlo, ulid } from '#test/support/deskPeople';
import type { DeskPrograms } from '#test/support/deskPrograms';
import { click, type GalleryState, type Gesture, press, see, type } from './gestures.ts';

const ofCarlo = (programs: DeskPrograms, ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [type('search-input', 'carlo'), press('Enter'), ...gestures],
});

function undone(): GalleryState {
  const programs = programsWithDuplicates('lead', { merges: [merged] });
  const stayed = { contacts: 2, cases: 1, fields: ['email' as const] };
  programs.answers.data.undoMerge = () => {
    programs.answers.data.duplicates = () => ({ pairs: [], merges: [] });
    return { kind: 'undone', unmerged: { kept: carlo.customer, back: basi, stayed } };
  };
  return ofCarlo(programs, click('undo-merge'), click('undo-sure'), see('undone'));
}

function refused(): GalleryState {
  const programs = programsWithDuplicates('lead');
  programs.answers.data.mergeCustomers = () => ({ kind: 'cannot', why: 'tooMany' });
  return ofCarlo(programs, click('compare'), click('merge'), click('merge-sure'));
}

function noneOpen(): DeskPrograms {
  const programs = programsWithDuplicates('lead');
  programs.answers.data.openPairs = () => ({ pairs: [], total: 0, next: null });
  return programs;
}

export const duplicateStates: Readonly<Record<string, () => GalleryState>> = {
  'duplicates-hint': () => ofCarlo(programsWithDuplicates('agent'), see('duplicates-hint')),
  'duplicates-merged': () => ofCarlo(programsWithDuplicates('lead', { merges: [merged] }), click('undo-merge')),
  'duplicates-undone': undone,
  'duplicates-agent': () => ofCarlo(programsWithDuplicates('agent'), click('compare'), see('comparison')),
  'duplicates-lead': () => ofCarlo(programsWithDuplicates('lead'), click('compare'), see('comparison')),
  'duplicates-asked': () => ofCarlo(programsWithDuplicates('lead'), click('compare'), click('merge')),
  'duplicates-refused': refused,
  'duplicates-done': () =>
    ofCarlo(programsWithDuplicates('lead'), click('compare'), click('merge'), click('merge-sure'), see('outcome')),
  'duplicates-away': () => ofCarlo(away(programsWithDuplicates('lead')), click('compare')),
  'duplicates-list': () => ({ programs: programsWithDuplicates('lead'), gestures: [click('duplicates')] }),
  'duplicates-long': () => {
    const programs = programsWithDuplicates('lead');
    programs.answers.data.openPairs = () => ({ pairs: openPairs.pairs.slice(1, 2), total: 1, next: null });
    return { programs, gestures: [click('duplicates'), click('open-pair')] };
  },
  'duplicates-many': () => {
    const programs = programsWithDuplicates('lead');
    const [like] = openPairs.pairs;
    if (like === undefined) throw new Error('no pair');
    const pairs = Array.from({ length: 12 }, (_, n) => ({
      ...like,
      one: { ...like.one, id: ulid('T', 300 + n) as never, code: `AU-${20_300 + 2 * n}` },
      other: { ...like.other, id: ulid('T', 400 + n) as never, code: `AU-${20_301 + 2 * n}` },
      reportedBy: n % 4 === 0 ? 'Giulia Serra' : null,
    }));
    // The rest is on its way.
    let asked = 0;
    programs.answers.data.openPairs = () => {
      asked += 1;
      return asked === 1 ? { pairs, total: 1_284, next: 'next' } : new Promise(() => {});
    };
    return { programs, gestures: [click('duplicates'), see('more-pairs')] };
  },
  'duplicates-none': () => ({ programs: noneOpen(), gestures: [click('duplicates')] }),
};
