import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  blank,
  type CallFacts,
  type circumstances,
  circumstancesOf,
  fill,
  type Guide,
  guideSchema,
  linesToSay,
  placeholders,
  type Sayable,
  sayableSchema,
  valuesOf,
  withGreeting,
} from './guide.ts';

const facts = (differing: Partial<CallFacts> = {}): CallFacts => ({
  isOutgoing: false,
  waitedSeconds: 5,
  siteCountry: 'IT',
  companyCountry: 'IT',
  recordingNotice: false,
  isCustomerKnown: true,
  isRestricted: false,
  level: 'none',
  needed: 'none',
  hasFailed: false,
  wasHeld: false,
  hasPromised: false,
  ...differing,
});
const list = { longWait: 60 };
const holding = (differing: Partial<CallFacts>) => [...circumstancesOf(facts(differing), list)];

const said: Sayable = {
  company: 'Aurora Servizi',
  agent: 'Giulia',
  siteCountry: 'RO',
  customerName: 'Carlo Bassi',
  level: 'none',
  queue: null,
  promise: ' ',
  promisedBy: null,
  caseNumber: null,
};

const text = (sentence: string) => ({ it: sentence, en: `${sentence} (en)` });
const line = (sentence: string, when: (typeof circumstances)[number][] = [], unless: typeof when = []) => ({
  say: text(sentence),
  when,
  unless,
});
const telling = (values = {}, holds: (typeof circumstances)[number][] = []) => ({
  circumstances: new Set(holds),
  values: { it: values, en: values },
  language: 'it' as const,
});

describe('the circumstances of a call', () => {
  test('after a minute of waiting the caller is thanked', () => {
    expect(holding({ waitedSeconds: 59 })).not.toContain('longWait');
    expect(holding({ waitedSeconds: 60 })).toContain('longWait');
    expect(holding({ waitedSeconds: null })).not.toContain('longWait');
  });

  test('who answers from another country says so', () => {
    expect(holding({ siteCountry: 'RO' })).toContain('abroad');
    expect(holding({})).not.toContain('abroad');
  });

  test('somebody is identified or is not, never both', () => {
    for (const [level, needed] of [
      ['none', 'none'],
      ['basic', 'none'],
      ['basic', 'basic'],
      ['basic', 'standard'],
      ['strong', 'standard'],
    ] as const) {
      const holds = holding({ level, needed }).filter((each) => each === 'identified' || each === 'notIdentified');
      expect(holds).toEqual([
        level === 'none' || (level === 'basic' && needed === 'standard') ? 'notIdentified' : 'identified',
      ]);
    }
  });

  test('each other fact is a circumstance of its own', () => {
    expect(holding({ isOutgoing: true, recordingNotice: true, hasFailed: true, wasHeld: true })).toEqual([
      'outgoing',
      'recorded',
      'notIdentified',
      'held',
      'failed',
    ]);
    expect(holding({ isCustomerKnown: false, hasPromised: true, isRestricted: true })).toEqual([
      'stranger',
      'notIdentified',
      'promised',
      'restricted',
    ]);
  });
});

describe('what fills a sentence', () => {
  test('is no name before the caller has said it', () => {
    expect(valuesOf(said, 'it').name).toBeUndefined();
    expect(valuesOf({ ...said, level: 'basic' }, 'it').name).toBe('Carlo Bassi');
  });

  test('is said in the language of the sentence', () => {
    const promised = { ...said, promise: 'rimborso', promisedBy: '2027-03-31', caseNumber: '1200345' };
    expect(valuesOf(promised, 'it')).toMatchObject({ country: 'Romania', date: '31 marzo', case: '120 034 5' });
    expect(valuesOf({ ...promised, siteCountry: 'DE' }, 'it').country).toBe('Germania');
    expect(valuesOf({ ...promised, siteCountry: 'DE' }, 'en')).toMatchObject({ country: 'Germany', date: '31 March' });
  });

  test('is nothing where nothing was promised', () => {
    expect(Object.keys(valuesOf(said, 'it')).sort()).toEqual(['agent', 'company', 'country']);
  });
});

describe('a filled sentence', () => {
  test('has a blank for what is not known, and says which', () => {
    expect(fill('La pratica {case}, entro il {date}.', { date: '31 marzo' })).toEqual({
      text: `La pratica ${blank}, entro il 31 marzo.`,
      open: ['case'],
    });
  });

  test('never has a brace left', () => {
    const piece = fc.oneof(
      fc.string(),
      fc.constantFrom('{', '}', '{}', '{{', ...placeholders.map((each) => `{${each}}`)),
    );
    const template = fc.array(piece).map((pieces) => pieces.join(''));
    const values = fc.record(
      Object.fromEntries(placeholders.map((each) => [each, fc.oneof(fc.string(), fc.constant('{name}'))])),
      { requiredKeys: [] },
    );
    fc.assert(fc.property(template, values, (sentence, given) => !/[{}]/.test(fill(sentence, given).text)));
  });

  test('is refused as a line with an unknown placeholder, or with different ones in the two languages', () => {
    expect(sayableSchema.safeParse({ it: '{name}', en: '{name}' }).success).toBe(true);
    expect(sayableSchema.safeParse({ it: '{nome}', en: '{nome}' }).success).toBe(false);
    expect(sayableSchema.safeParse({ it: '{name}', en: 'you' }).success).toBe(false);
    expect(sayableSchema.safeParse({ it: 'a { b', en: 'a { b' }).success).toBe(false);
  });
});

describe('the lines to say', () => {
  test('are those whose circumstances hold', () => {
    const lines = [
      line('always'),
      line('held', ['held']),
      line('unless', [], ['held']),
      line('both', ['held', 'failed']),
    ];
    const saidWith = (holds: (typeof circumstances)[number][]) =>
      linesToSay({ lines }, telling({}, holds)).map((each) => each.said);
    expect(saidWith([])).toEqual(['always', 'unless']);
    expect(saidWith(['held'])).toEqual(['always', 'held']);
    expect(saidWith(['held', 'failed'])).toEqual(['always', 'held', 'both']);
  });

  test('are in the caller’s language, with the other one beside', () => {
    const english = { ...telling(), language: 'en' as const };
    expect(linesToSay({ lines: [line('Prego')] }, english)).toEqual([{ said: 'Prego (en)', other: 'Prego', open: [] }]);
  });

  test('are said another way while something is not known', () => {
    const lines = [{ ...line('Grazie, {name}.'), otherwise: text('Grazie.') }, line('Addio, {name}.')];
    expect(linesToSay({ lines }, telling()).map((each) => [each.said, each.open])).toEqual([
      ['Grazie.', []],
      [`Addio, ${blank}.`, ['name']],
    ]);
    expect(linesToSay({ lines }, telling({ name: 'Carlo' }))[0]?.said).toBe('Grazie, Carlo.');
  });
});

describe('the guide', () => {
  const section = { name: text('Fase'), advice: text('Consiglio'), lines: [line('Buongiorno'), line('Prego')] };
  const guide: Guide = {
    phases: [
      { ...section, code: 'welcome' },
      { ...section, code: 'listen' },
    ],
    wrapUp: section,
    hold: section,
    holdWarn: [45, 60],
    longWait: 60,
  };

  test('greets in a client company’s own words, in the first phase alone', () => {
    const greeted = withGreeting(guide, text('Borea, buongiorno'));
    expect(greeted.phases.map(({ lines }) => lines.map(({ say }) => say.it))).toEqual([
      ['Borea, buongiorno', 'Prego'],
      ['Buongiorno', 'Prego'],
    ]);
    expect(withGreeting(guide, null)).toBe(guide);

    const first = { ...section, code: 'welcome', lines: [line('Buongiorno', [], ['outgoing'])] };
    const [welcome] = withGreeting({ ...guide, phases: [first] }, text('Borea, buongiorno')).phases;
    expect(welcome?.lines[0]?.unless).toEqual(['outgoing']);
  });

  test('has each phase once, and warns in order', () => {
    expect(guideSchema.safeParse(guide).success).toBe(true);
    expect(guideSchema.safeParse({ ...guide, phases: [guide.phases[0], guide.phases[0]] }).success).toBe(false);
    expect(guideSchema.safeParse({ ...guide, holdWarn: [60, 60] }).success).toBe(false);
  });
});
