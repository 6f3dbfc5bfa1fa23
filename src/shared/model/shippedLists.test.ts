// The lists that come with the program: whole, in both languages, of one another's codes, and polite.
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import classification from '../../../assets/demo/classification.json' with { type: 'json' };
import company from '../../../assets/demo/company.json' with { type: 'json' };
import consents from '../../../assets/privacy/consents.json' with { type: 'json' };
import { calendarsSchema } from './calendar.ts';
import { backOfficesSchema, mandateSchema, ownMandateCents, rootCausesSchema } from './caseLists.ts';
import { cannedAnswersSchema, cannedText, chatPolicySchema, openPlaces, surveysSchema } from './chatLists.ts';
import { complaintProfilesSchema } from './complaintProfile.ts';
import { figuresPolicySchema } from './kpi.ts';
import { letterTemplatesSchema } from './letters.ts';
import { screenBreakPolicySchema } from './screenBreaks.ts';

const folder = new URL('../../../assets/lists/', import.meta.url);
const schemas = {
  backOffices: backOfficesSchema,
  breaks: screenBreakPolicySchema,
  calendars: calendarsSchema,
  cannedAnswers: cannedAnswersSchema,
  chat: chatPolicySchema,
  complaintProfiles: complaintProfilesSchema,
  figures: figuresPolicySchema,
  letterTemplates: letterTemplatesSchema,
  mandate: mandateSchema,
  rootCauses: rootCausesSchema,
  surveys: surveysSchema,
};
const read = (name: keyof typeof schemas): unknown => JSON.parse(readFileSync(new URL(`${name}.json`, folder), 'utf8'));
const names = Object.keys(schemas) as (keyof typeof schemas)[];

/** Every text in Italian and in English, wherever it stands. */
function textsOf(value: unknown): { it: string[]; en: string[] } {
  if (typeof value !== 'object' || value === null) return { it: [], en: [] };
  if ('it' in value && 'en' in value) return { it: [String(value.it)], en: [String(value.en)] };
  const all = Object.values(value).map(textsOf);
  return { it: all.flatMap(({ it }) => it), en: all.flatMap(({ en }) => en) };
}

describe.each(names)('the list %s', (name) => {
  it('is what its schema says', () => expect(schemas[name].safeParse(read(name)).error?.issues).toBeUndefined());

  it('says Lei to the customer, never tu', () => {
    const tu = /\b(tu|te|ti|tuo|tua|tuoi|tue|puoi|vuoi|sei|hai|devi|chiama|scrivi|clicca|vostr[oaie])\b/i;
    expect(textsOf(read(name)).it.filter((text) => tu.test(text))).toEqual([]);
  });

  it('writes sentences with a real apostrophe', () => {
    const { it: italian, en } = textsOf(read(name));
    expect([...italian, ...en].filter((text) => text.includes("'"))).toEqual([]);
  });
});

describe('lists that name each other', () => {
  const offices = new Set(backOfficesSchema.parse(read('backOffices')).map(({ code }) => code));
  const queues = new Set(company.queues.map(({ id }) => id));

  it('back offices: those of every reason exist, and their queues', () => {
    const desks = classification.reasons.flatMap(({ reasons }) => reasons.map(({ desk }) => desk));
    expect(desks.filter((desk) => !offices.has(desk))).toEqual([]);
    for (const { queueId } of backOfficesSchema.parse(read('backOffices')))
      if (queueId) expect(queues).toContain(queueId);
  });

  it('chat: its calendar and its queues exist', () => {
    const calendars = calendarsSchema.parse(read('calendars')).map(({ code }) => code);
    for (const { calendar, queues: topics } of chatPolicySchema.parse(read('chat')).sites) {
      expect(calendars).toContain(calendar);
      for (const { queueId } of topics) expect(queues).toContain(queueId);
    }
  });

  it('surveys: the reasons after which nobody is asked, and the purpose one may object to, exist', () => {
    const reasons = classification.reasons.flatMap((group) => group.reasons.map(({ code }) => code));
    const { never } = surveysSchema.parse(read('surveys'));
    for (const reason of never.reasons) expect(reasons).toContain(reason);
    expect(consents.texts.map(({ purpose }) => purpose)).toContain(never.objected);
  });

  it('breaks: their reasons for not being ready exist', () => {
    const reasons = classification.notReadyReasons.map(({ code }) => code);
    for (const reason of screenBreakPolicySchema.parse(read('breaks')).reasons) expect(reasons).toContain(reason);
  });
});

it('every list that comes with these models has its schema here', () => {
  const files = readdirSync(folder).map((file) => file.replace('.json', ''));
  expect(names.filter((name) => !files.includes(name))).toEqual([]);
});

describe('the mandate', () => {
  it('lets whoever has the case offer 50 €', () =>
    expect(ownMandateCents(mandateSchema.parse(read('mandate')))).toBe(5_000));
  it.each([
    ['without a last step', [{ upToCents: 100, by: 'owner' }]],
    [
      'with steps that fall',
      [
        { upToCents: 200, by: 'owner' },
        { upToCents: 100, by: 'owner' },
        { upToCents: null, by: 'lead' },
      ],
    ],
  ])('is refused %s', (_, list) => expect(mandateSchema.safeParse(list).success).toBe(false));
});

describe('a canned answer', () => {
  it('is filled in, and shows what the agent has still to write', () => {
    const text = cannedText('Riepilogando: {what}. Il numero della pratica è {case}.', { case: '260 118 401' });
    expect(text).toBe('Riepilogando: {what}. Il numero della pratica è 260 118 401.');
    expect(openPlaces(text)).toEqual(['what']);
  });

  it('is refused where nobody fills in a place', () =>
    expect(
      cannedAnswersSchema.safeParse([
        { code: 'a', phase: 'farewell', text: { it: '{sconto}', en: '{sconto}' }, edit: [] },
      ]).success,
    ).toBe(false));
});
