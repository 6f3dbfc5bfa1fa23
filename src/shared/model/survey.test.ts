import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import shipped from '../../../assets/lists/surveys.json' with { type: 'json' };
import { must } from '../lib/must.ts';
import {
  type AskedCustomer,
  isDrawn,
  mayInvite,
  type Occasion,
  readGiven,
  surveyOn,
  surveysSchema,
  withoutPeople,
} from './survey.ts';

const surveys = surveysSchema.parse(shipped);
const { never } = surveys;
const byLink = { ...must(surveyOn(surveys, 'link'), 'by link'), share: 1 };
const inChat = { ...must(surveyOn(surveys, 'chat'), 'in a chat'), share: 1 };
const byKeys = must(surveyOn(surveys, 'keys'), 'by keys');

const anna: AskedCustomer = {
  ...{ hasOpenComplaint: false, hasNeeds: false, isRestricted: false, word: null, askedDaysAgo: null },
};
const call: Occasion = {
  ...{ id: '01JABCDEFGHJKMNPQRSTVWXYZ0', direction: 'incoming', answered: true, queueId: 'support' },
  ...{ reasonCode: 'FAT-01', outcomeCode: 'RIS-1', customer: anna },
};
const asked = (change: Partial<Occasion> = {}, customer: Partial<AskedCustomer> = {}) =>
  mayInvite(byLink, never, { ...call, customer: { ...anna, ...customer }, ...change });
const no = (error: string) => ({ ok: false, error });

describe('who is asked', () => {
  test('a customer whose contact is over', () => expect(asked()).toMatchObject({ ok: true }));

  test.each([
    ['outgoing', { direction: 'outgoing' }, {}],
    ['notAnswered', { answered: false }, {}],
    ['queue', { queueId: 'complaints' }, {}],
    ['reason', { reasonCode: 'CTR-03' }, {}],
    ['outcome', { outcomeCode: 'TRA-1' }, {}],
    ['unknownCustomer', { customer: null }, {}],
    ['openComplaint', {}, { hasOpenComplaint: true }],
    ['needs', {}, { hasNeeds: true }],
    ['restricted', {}, { isRestricted: true }],
    ['objected', {}, { word: 'objected' }],
    ['objected', {}, { word: 'withdrawn' }],
    ['askedLately', {}, { askedDaysAgo: 29 }],
  ] as const)('not: %s', (why, change, customer) => expect(asked(change, customer)).toEqual(no(why)));

  test('again once the days are over', () => expect(asked({}, { askedDaysAgo: 30 })).toMatchObject({ ok: true }));

  test('what was not said yet stands in nobody’s way', () =>
    expect(asked({ reasonCode: null, outcomeCode: null })).toMatchObject({ ok: true }));

  test('visitors whom nobody knows are asked in their own page, and nowhere else', () => {
    expect(mayInvite(inChat, never, { ...call, customer: null })).toMatchObject({ ok: true });
    expect(mayInvite({ ...byKeys, share: 1 }, never, { ...call, customer: null })).toEqual(no('unknownCustomer'));
  });

  test('whom a rule spares is spared whatever is drawn', () =>
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0.01, max: 1, noNaN: true }), (id, share) => {
        const spared = { ...call, id, customer: { ...anna, word: 'objected' as const } };
        expect(mayInvite({ ...byLink, share }, never, spared)).toEqual(no('objected'));
      }),
    ));
});

describe('the draw', () => {
  test('comes out the same each time, and a larger share asks all whom a smaller one does', () =>
    fc.assert(
      fc.property(fc.string(), fc.double({ min: 0, max: 1, noNaN: true }), (id, share) => {
        const drawn = isDrawn({ code: 'x', share }, id);
        expect(isDrawn({ code: 'x', share }, id)).toBe(drawn);
        if (drawn) expect(isDrawn({ code: 'x', share: Math.min(1, share + 0.2) }, id)).toBe(true);
        expect(isDrawn({ code: 'x', share: 1 }, id)).toBe(true);
      }),
    ));

  test('asks about as many as the share says, of ids that follow one another too', () => {
    const ids = Array.from({ length: 10_000 }, (_, n) => `01JABCDEFGHJKMNPQRST${n.toString().padStart(6, '0')}`);
    for (const share of [0.1, 0.3, 0.5]) {
      const drawn = ids.filter((id) => isDrawn({ code: 'by-link', share }, id)).length;
      expect(Math.abs(drawn / ids.length - share), String(share)).toBeLessThan(0.02);
    }
  });
});

describe('an answer', () => {
  const given = (scores: object, comment = '') => readGiven(byLink, surveys, { scores, comment });

  test('may leave questions out, but not all of them', () => {
    expect(given({ csat: 5 })).toMatchObject({ ok: true });
    expect(given({}, 'Molto gentili')).toMatchObject({ ok: true });
    expect(given({})).toEqual(no('nothing'));
  });

  test('lies on the scale of its question', () =>
    fc.assert(
      fc.property(fc.integer({ min: -3, max: 14 }), (score) => {
        expect(given({ csat: score }).ok).toBe(score >= 1 && score <= 5);
        expect(given({ nps: score }).ok).toBe(score >= 0 && score <= 10);
      }),
    ));

  test('answers what was asked, in as many words as there is room for', () => {
    expect(readGiven(byKeys, surveys, { scores: { nps: 9 }, comment: '' })).toEqual(no('notAsked'));
    expect(readGiven(byKeys, surveys, { scores: {}, comment: 'x' })).toEqual(no('notAsked'));
    expect(given({ csat: 1 }, 'x'.repeat(501))).toEqual(no('tooLong'));
  });
});

describe('the list', () => {
  const fits = (change: (draft: typeof shipped) => void) => {
    const draft = structuredClone(shipped);
    change(draft);
    return surveysSchema.safeParse(draft).success;
  };
  const first = (draft: typeof shipped) => must(draft.surveys[0]?.questions[0], 'a question');

  test('keeps the scales by which the figures are counted', () =>
    expect(
      fits((draft) => {
        first(draft).scale = [1, 7];
      }),
    ).toBe(false));

  test('asks on telephones what has a key', () =>
    expect(
      fits((draft) => draft.surveys[0]?.questions.push(must(draft.surveys[2]?.questions[3], 'nps') as never)),
    ).toBe(false));

  test('of earlier editions, without what came later, is read as ever', () => {
    const { link: _link, longestComment: _longest, thanks: _thanks, ...old } = shipped;
    const { outcomes: _outcomes, withNeeds: _withNeeds, ...spared } = shipped.never;
    expect(surveysSchema.parse({ ...old, never: spared })).toMatchObject({ never: { withNeeds: true, outcomes: [] } });
  });
});

describe('a comment', () => {
  const people = { near: ['Giulia Serra', 'Anna Colombo'], others: ['Luca Moro', 'Sara Conti'] };

  test.each([
    ['Giulia è stata gentile', '•••••• è stata gentile'],
    ['la signora SERRA, per Colombo Anna', 'la signora •••••, per ••••••• ••••'],
    ['poi mi ha chiamato Moro Luca', 'poi mi ha chiamato •••• ••••'],
    ['ora i conti tornano', 'ora i conti tornano'],
    ['il 3 marzo 2026 alle 15, 120 euro', 'il 3 marzo 2026 alle 15, 120 euro'],
    ['guasto dal 27/11/2026 alle 15.30 al 2.12.26', 'guasto dal 27/11/2026 alle 15.30 al 2.12.26'],
    ['27/11/2026 15:30, 2026-11-27, 27/11/26', '27/11/2026 15:30, 2026-11-27, 27/11/26'],
    ['la stagione 2024-2025, 1-1-2026-31-1-2026', 'la stagione 2024-2025, 1-1-2026-31-1-2026'],
    ['il 27/11/2026 0000101', 'il 27/11/2026 •••••••'],
    ['contratto 2024-2025-0012, +39 2024-2025', 'contratto ••••-••••-••••, +•• ••••-••••'],
    ['il 27/11/26 14:30, nato il 03/02/1961', 'il 27/11/26 14:30, nato il ••/••/••••'],
    ['sono al 06/12/45 67 890', 'sono al ••/••/•• •• •••'],
    ['chiamatemi al +39 000 0000101', 'chiamatemi al +•• ••• •••••••'],
    ['scrivete a anna@esempio.it', 'scrivete a ••••@•••••••.••'],
  ])('“%s” names nobody who is known: “%s”', (written, kept) => {
    expect(withoutPeople(written, people)).toBe(kept);
  });

  test('keeps no name of who had the contact or whose it was, whatever stands around it, and nothing else changes', () => {
    const plain = fc
      .stringMatching(/^[a-zàèìòù ,.!?]{0,40}$/)
      .filter((text) => !/anna|giulia|serra|colombo/.test(text));
    fc.assert(
      fc.property(plain, fc.constantFrom('Giulia', 'serra', 'Giulia Serra', 'ANNA'), plain, (before, name, after) => {
        const kept = withoutPeople(`${before} ${name} ${after}`, people);
        expect(kept).toBe(`${before} ${name.replaceAll(/[a-z]/gi, '•')} ${after}`);
      }),
    );
  });
});
