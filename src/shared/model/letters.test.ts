// Letters: what they are begun with, what they lack before they may leave.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import profiles from '../../../assets/lists/complaintProfiles.json' with { type: 'json' };
import templates from '../../../assets/lists/letterTemplates.json' with { type: 'json' };
import { must } from '../lib/must.ts';
import { complaintProfilesSchema } from './complaintProfile.ts';
import { begun, type Facts, lacking, letterTemplatesSchema, placeNames, plainText, type Written } from './letters.ts';

const all = letterTemplatesSchema.parse(templates);
const template = (code: string) =>
  must(
    all.find((each) => each.code === code),
    code,
  );
const profile = must(complaintProfilesSchema.parse(profiles)[0], 'generic');
const usual = { profile, indemnityCents: 0 };
const facts: Facts = Object.fromEntries(placeNames.map((name) => [name, `‹${name}›`]));
const answer = template('answer');

const said: Written = {
  facts: 'Il 10 novembre 2026 la consegna non è partita per un errore del magazzino; il 20 è partita.',
  assessment: 'Il ritardo è nostro: la data promessa era il 12 novembre e non Le è stato detto nulla prima.',
  basis: 'Art. 61 Cod. consumo',
  actions: 'Accreditiamo 20 € sulla fattura entro il 10/12/2026.',
};
const whole: Written = { ...begun(answer, facts, 'it', false), ...said };

describe('a letter', () => {
  it('is begun with the company’s parts in the customer’s language, filled in', () => {
    const english = begun(
      template('ack'),
      { ...facts, 'customer.name': 'Anna Conti', number: '260 118 401' },
      'en',
      false,
    );
    expect(english.opening).toBe(
      'Dear Anna Conti,\nwe received your complaint on ‹received› and registered it under number 260 118 401.',
    );
  });

  it.each(all.flatMap(({ code }) => [['it', code] as const, ['en', code] as const]))(
    'in %s from the template %s has no place left open where all is known',
    (language, code) => {
      const letter = begun(template(code), facts, language, true);
      expect(plainText(template(code), letter)).not.toMatch(/[{}]/);
    },
  );

  it('leaves out what need not be there where something of it is not known', () => {
    const { surveyLink: _, ...without } = facts;
    expect(begun(template('closing'), without, 'it', false).survey).toBe('');
    expect(begun(template('closing'), facts, 'it', false).survey).toContain('‹surveyLink›');
    expect(lacking(template('closing'), begun(template('closing'), without, 'it', false), usual)).toEqual([]);
  });

  it('leaves with all its parts, which stand in their order', () => {
    expect(lacking(answer, whole, usual)).toEqual([]);
    const text = plainText(answer, whole);
    const order = [
      'rispondiamo al Suo',
      'Il 10 novembre',
      'Il ritardo è nostro',
      'Art. 61',
      'Accreditiamo',
      'Per chiarimenti',
      'Cordiali saluti',
    ];
    expect(order.map((words) => text.indexOf(words))).toEqual(
      order.map((words) => text.indexOf(words)).toSorted((a, b) => a - b),
    );
    expect(text).not.toContain('indennizzo');
  });

  it.each([
    ['facts', '', 'empty'],
    ['facts', '   ', 'empty'],
    ['facts', 'Colpa nostra.', 'tooShort'],
    ['actions', 'Accreditiamo venti euro sulla prossima fattura.', 'noDay'],
    ['contact', 'Per chiarimenti: {agent}', 'unfilled'],
    ['nextSteps', 'Può rivolgersi a https://ec.europa.eu/consumers/odr', 'forbidden'],
  ])('does not leave with «%s» being %j', (part, text, why) =>
    expect(lacking(answer, { ...whole, [part]: text }, usual)).toEqual([{ part, why }]),
  );

  it('names the indemnity where one is due', () => {
    expect(lacking(answer, whole, { profile, indemnityCents: 4_000 })).toEqual([
      { part: 'compensation', why: 'empty' },
    ]);
    expect(begun(answer, facts, 'it', true).compensation).toContain('‹amount›');
  });

  it('must hold what the profile asks for, even where the template does not have it', () => {
    const short = { ...answer, parts: answer.parts.filter(({ code }) => code !== 'basis') };
    expect(lacking(short, whole, usual)).toEqual([{ part: 'basis', why: 'empty' }]);
    const optional = { ...answer, parts: answer.parts.map((part) => ({ ...part, must: false })) };
    expect(lacking(optional, { ...whole, basis: '' }, usual)).toEqual([{ part: 'basis', why: 'empty' }]);
  });

  it.each(['24/12/2026', '2026-12-24', '24 dicembre', '1º gennaio 2027', '24 December', 'December 24'])(
    'names a day by %s',
    (day) => expect(lacking(answer, { ...whole, actions: `Accreditiamo l’importo entro: ${day}.` }, usual)).toEqual([]),
  );

  it('never leaves without one of its obligatory parts', () => {
    const obligatory = answer.parts.filter((part) => part.must === true).map(({ code }) => code);
    fc.assert(
      fc.property(fc.subarray(obligatory), (left) => {
        const letter = { ...whole, ...Object.fromEntries(left.map((code) => [code, ''])) };
        expect(lacking(answer, letter, usual)).toEqual(left.map((part) => ({ part, why: 'empty' })));
      }),
    );
  });
});

describe('a template is refused', () => {
  const part = (it: string, en: string) => [
    { ...all[0], parts: [{ code: 'one', must: true, text: { it, en } }] },
    ...all.slice(1),
  ];
  it.each([
    ['with a place that there is not', part('{cognome}', '{cognome}')],
    ['where the languages fill in different things', part('{number}', '{due}')],
    ['twice under one code', [...all, all[0]]],
    ['where a kind of letter has none', all.filter(({ kind }) => kind !== 'update')],
  ])('%s', (_, list) => expect(letterTemplatesSchema.safeParse(list).success).toBe(false));
});

describe('the sum that a letter names', () => {
  const named = (text: string) => ({ ...whole, compensation: text });
  const whyAt = (cents: number, text: string) =>
    lacking(answer, named(text), { profile, indemnityCents: cents }).find(({ part }) => part === 'compensation')?.why;

  it.each(['40,00 €', '€40.00', '40 euro', 'EUR 40', 'un indennizzo di 40,00 euro.'])(
    'may be written as %s',
    (text) => {
      expect(whyAt(4_000, text)).toBeUndefined();
      expect(whyAt(5_000, text)).toBe('otherAmount');
    },
  );

  it('is looked at again once the case compensates another, or none any more', () => {
    const letter = begun(answer, { ...facts, amount: '1.250,50 €' }, 'it', true).compensation ?? '';
    expect(whyAt(125_050, letter)).toBeUndefined();
    expect(whyAt(130_000, letter)).toBe('otherAmount');
    expect(whyAt(0, letter)).toBe('otherAmount');
  });

  it('in words is for whoever writes it to know', () =>
    expect(whyAt(5_000, 'Le accreditiamo quaranta euro.')).toBeUndefined());
});
