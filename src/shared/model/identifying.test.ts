import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { modelCustomer } from '#test/support/modelBackend';
import shipped from '../../../assets/lists/identification.json' with { type: 'json' };
import type { Customer } from './customer.ts';
import { identificationLevels } from './identification.ts';
import {
  type Asked,
  actionsFor,
  answersLeft,
  attemptsLeft,
  canReach,
  type IdentifiableRecord,
  isEnough,
  isSuspicious,
  masked,
  mayChange,
  neededFor,
  questions,
  reached,
  shows,
  usable,
} from './identifying.ts';
import { cardFields, changeableFields, type FactorKind, identificationListSchema } from './lists/identification.ts';

const rules = identificationListSchema.parse(shipped);
const now = Date.parse('2027-03-31T10:00:00.000Z');
const daysAgo = (days: number) => new Date(now - days * 86_400_000).toISOString();

const carlo = (differing: Partial<Customer> = {}): Customer =>
  modelCustomer(3, {
    code: 'AU-10003',
    name: 'Carlo Bassi',
    birthDate: '1970-11-01',
    taxCode: 'BSSCRL70S01F205X',
    email: 'carlo.bassi@esempio.it',
    address: { street: 'Via Po, 12', postcode: '27100', city: 'Pavia' },
    iban: 'IT60X0542811101000000123417',
    ...differing,
  });

const record = (differing: Partial<IdentifiableRecord> = {}): IdentifiableRecord => ({
  customer: carlo(),
  changedAt: {},
  pending: [],
  lastFactors: [],
  now,
  ...differing,
});

const right = (...factors: FactorKind[]): Asked[] => factors.map((factor) => ({ factor, answer: 'right' }));
const wrong = (...factors: FactorKind[]): Asked[] => factors.map((factor) => ({ factor, answer: 'wrong' }));

const factorKind = fc.constantFrom(...rules.factors.map(({ kind }) => kind));
const askedOne = fc.record({
  factor: factorKind,
  answer: fc.constantFrom('right' as const, 'wrong' as const, 'silent' as const),
});
const askedSome = fc.array(askedOne, { maxLength: 14 });
const level = fc.constantFrom(...identificationLevels);

describe('the level that answers reach', () => {
  test('is basic by code and name, standard by two more, strong by a proof of possession', () => {
    expect(reached([], rules)).toBe('none');
    expect(reached(right('code'), rules)).toBe('none');
    expect(reached(right('code', 'name'), rules)).toBe('basic');
    expect(reached(right('code', 'name', 'birthDate', 'iban'), rules)).toBe('standard');
    expect(reached(right('code', 'name', 'birthDate', 'iban', 'otp'), rules)).toBe('strong');
  });

  test('is no higher by what others may know', () => {
    expect(reached(right('code', 'name', 'birthDate', 'address', 'email'), rules)).toBe('basic');
  });

  test('is no higher by a proof of possession where what comes before is missing', () => {
    expect(reached(right('code', 'name', 'otp', 'callback'), rules)).toBe('basic');
    expect(reached(right('birthDate', 'iban', 'otp'), rules)).toBe('none');
  });

  test('is not reached by the same answer twice, nor by guessing on', () => {
    expect(reached(right('code', 'name', 'iban', 'iban'), rules)).toBe('basic');
    expect(reached([...wrong('iban'), ...right('code', 'name', 'iban', 'birthDate')], rules)).toBe('basic');
  });

  test('is reached after a mistake by another question', () => {
    expect(reached([...right('code', 'name', 'birthDate'), ...wrong('iban'), ...right('invoice')], rules)).toBe(
      'standard',
    );
  });

  test('is none from the third wrong answer on', () => {
    const asked = [...right('code', 'name', 'birthDate', 'invoice'), ...wrong('iban', 'email')];
    expect([attemptsLeft(asked, rules), reached(asked, rules)]).toEqual([1, 'standard']);
    const failed = [...asked, ...wrong('taxCode'), ...right('otp')];
    expect([attemptsLeft(failed, rules), reached(failed, rules)]).toEqual([0, 'none']);
  });

  test('never falls by a right answer to a further question, and never rises by a wrong one or by silence', () => {
    fc.assert(
      fc.property(askedSome, factorKind, (asked, factor) => {
        const before = reached(asked, rules);
        expect(isEnough(reached([...asked, { factor, answer: 'right' }], rules), before)).toBe(true);
        expect(isEnough(before, reached([...asked, { factor, answer: 'wrong' }], rules))).toBe(true);
        expect(reached([...asked, { factor, answer: 'silent' }], rules)).toBe(before);
      }),
    );
  });

  test('can be had again by who has failed and then answers at a number on file', () => {
    const failed = (['iban', 'email', 'taxCode'] as const).map((factor) => ({ factor, answer: 'wrong' as const }));
    expect(reached([...failed, ...right('code', 'name')], rules)).toBe('none');
    expect(reached([...failed, ...right('callback', 'code', 'name')], rules)).toBe('basic');
  });

  test('does not depend on the order of the answers', () => {
    fc.assert(
      fc.property(askedSome, (some) => {
        const asked = some.filter(({ factor }) => factor !== 'callback');
        expect(reached(asked.toReversed(), rules)).toBe(reached(asked, rules));
      }),
    );
  });

  test('is never reached with fewer right answers than its rules ask for', () => {
    const least = { none: 0, basic: 2, standard: 4, strong: 5 };
    fc.assert(
      fc.property(askedSome, (asked) => {
        const kinds = new Set(asked.filter(({ answer }) => answer === 'right').map(({ factor }) => factor));
        expect(kinds.size).toBeGreaterThanOrEqual(least[reached(asked, rules)]);
      }),
    );
  });

  test('is reached exactly when no answer is lacking and it has not failed', () => {
    fc.assert(
      fc.property(askedSome, level, (asked, needed) => {
        const isReached = isEnough(reached(asked, rules), needed);
        const lacksNothing = answersLeft(asked, rules, needed) === 0 && attemptsLeft(asked, rules) > 0;
        expect(isReached).toBe(needed === 'none' || lacksNothing);
      }),
    );
  });
});

describe('what can be asked', () => {
  test('is what the record has, and what has stood for a month', () => {
    expect(usable('iban', record(), rules)).toBe(true);
    expect(usable('iban', record({ customer: carlo({ iban: null }) }), rules)).toBe(false);
    expect(usable('iban', record({ changedAt: { iban: daysAgo(29) } }), rules)).toBe(false);
    expect(usable('iban', record({ changedAt: { iban: daysAgo(30) } }), rules)).toBe(true);
    expect(usable('iban', record({ pending: ['iban'] }), rules)).toBe(false);
  });

  test('goes to numbers that have stood for a month', () => {
    for (const kind of ['otp', 'callback'] as const) {
      expect(usable(kind, record(), rules)).toBe(true);
      const [only] = carlo().phones;
      const since = (at: string) => record({ changedAt: { numbers: { [only?.raw ?? '']: at } } });
      expect(usable(kind, since(daysAgo(1)), rules)).toBe(false);
      expect(usable(kind, since(daysAgo(31)), rules)).toBe(true);
      expect(usable(kind, record({ pending: ['phones'] }), rules)).toBe(false);
      expect(usable(kind, record({ customer: carlo({ phones: [] }) }), rules)).toBe(false);
    }
  });

  test('is nothing that the company does not ask', () => {
    const fewer = { ...rules, factors: rules.factors.filter(({ kind }) => kind !== 'pin') };
    expect(usable('pin', record(), rules)).toBe(true);
    expect(usable('pin', record(), fewer)).toBe(false);
  });

  const contact = fc.stringMatching(/^[0-9A-HJKMNP-TV-Z]{26}$/);
  const known = fc.record({ iban: fc.boolean(), email: fc.boolean(), birthDate: fc.boolean(), taxCode: fc.boolean() });
  const anyRecord = fc.tuple(known, fc.array(factorKind, { maxLength: 6 })).map(([has, lastFactors]) => {
    const all = carlo();
    const customer = carlo({
      iban: has.iban ? all.iban : null,
      email: has.email ? all.email : null,
      birthDate: has.birthDate ? all.birthDate : null,
      taxCode: has.taxCode ? all.taxCode : null,
    });
    return record({ customer, lastFactors });
  });

  test('answered right reaches the level, with no question more than needed, where it can be reached', () => {
    fc.assert(
      fc.property(anyRecord, level, contact, (of, needed, id) => {
        const asked = questions(of, rules, needed, id);
        const count = answersLeft([], rules, needed);
        expect(asked.every((kind) => usable(kind, of, rules))).toBe(true);
        expect(new Set(asked).size).toBe(asked.length);
        expect(isEnough(reached(right(...asked.slice(0, count)), rules), needed)).toBe(canReach(of, rules, needed));
      }),
    );
  });

  test('has the same order throughout a contact', () => {
    expect(questions(record(), rules, 'strong', '01A')).toEqual(questions(record(), rules, 'strong', '01A'));
    const orders = Array.from({ length: 30 }, (_, index) => questions(record(), rules, 'strong', `01${index}`).join());
    expect(new Set(orders).size).toBeGreaterThan(5);
  });

  test('is never the pair that passed last time where there is another', () => {
    const pair: FactorKind[] = ['birthDate', 'iban'];
    const of = record({ lastFactors: ['code', 'name', ...pair] });
    fc.assert(
      fc.property(contact, (id) => {
        expect(questions(of, rules, 'standard', id).slice(2, 4).toSorted()).not.toEqual(pair);
      }),
    );
    const twoAlone = {
      ...rules,
      factors: rules.factors.filter(({ kind }) => ['code', 'name', ...pair].includes(kind)),
    };
    expect(questions(of, twoAlone, 'standard', '01A').toSorted()).toEqual(['birthDate', 'code', 'iban', 'name']);
  });

  test('cannot reach a level for want of anything that others do not know', () => {
    const without = { ...rules, factors: rules.factors.filter(({ kind }) => kind !== 'invoice') };
    expect(canReach(record({ customer: carlo({ iban: null }) }), without, 'standard')).toBe(false);
    expect(canReach(record(), without, 'standard')).toBe(true);
  });
});

describe('the level that is needed', () => {
  const need = (
    reasonLevel: (typeof identificationLevels)[number] | null,
    action: string | null,
    isSuspicious = false,
  ) => neededFor({ reasonLevel, action, isSuspicious }, rules);

  test('is the reason’s, and of what is to be done where that is said', () => {
    expect(need(null, null)).toBe('none');
    expect(need('standard', null)).toBe('standard');
    expect(need('strong', 'preference')).toBe('standard');
    expect(need('basic', 'iban')).toBe('strong');
    expect(need('basic', 'of no list')).toBe('basic');
  });

  test('of what comes up with a reason; any of it while there is none', () => {
    const codes = (reason: string | null) => actionsFor(reason, rules).map(({ code }) => code);
    expect(codes('CTR-02')).toEqual(['preference', 'contacts', 'iban']);
    expect(codes('INF-01')).toEqual([]);
    expect(codes(null)).toEqual(rules.actions.map(({ code }) => code));
  });

  test('is the highest for a suspicious record, and none for what is everybody’s', () => {
    expect(need('basic', null, true)).toBe('strong');
    expect(need('none', null, true)).toBe('none');
  });

  test('is so until the moment that stands in the record', () => {
    expect(isSuspicious(null, now)).toBe(false);
    expect(isSuspicious(daysAgo(-1), now)).toBe(true);
    expect(isSuspicious(new Date(now).toISOString(), now)).toBe(false);
  });
});

describe('what the agent sees to compare', () => {
  const seen = (kind: FactorKind, differing: Partial<Customer> = {}) =>
    masked(kind, { customer: carlo(differing) }, rules);

  test('is as much as it takes', () => {
    expect(seen('code')).toBe('AU-1••03');
    expect(seen('name')).toBe('C••• B•••');
    expect(seen('birthDate')).toBe('••/11/••••');
    expect(seen('iban')).toBe('••17');
    expect(seen('taxCode')).toBe('•••5X');
    expect(seen('email')).toBe('c•••@e•••.it');
    expect(seen('address')).toBe('V••• ••• ••• P•••');
  });

  test('is nothing of what is short, absent, or elsewhere', () => {
    expect(seen('code', { code: 'AU-1234' })).toBe('AU-•••4');
    expect(seen('name', { name: 'Li Wu' })).toBe('••• •••');
    expect(seen('iban', { iban: '1234' })).toBe('••••');
    expect(seen('email', { email: 'ab@xy.it' })).toBe('•••@•••.it');
    expect(seen('iban', { iban: null })).toBeNull();
    expect(seen('invoice')).toBeNull();
    expect(seen('callback')).toBeNull();
  });

  test('never leaks more than the mask allows, whatever the value', () => {
    const shown = (text: string | null) => [...(text ?? '')].filter((unit) => /[\p{L}\p{N}]/u.test(unit)).length;
    const anything = fc.string({ minLength: 1, maxLength: 40, unit: 'grapheme' });
    const address = fc.record({ street: anything, postcode: anything, city: anything });
    const digits = fc.stringMatching(/^[A-Z]{2,4}-\d{4,9}$/);
    fc.assert(
      fc.property(anything, address, digits, fc.emailAddress(), (text, place, code, email) => {
        const of = { customer: { ...carlo(), name: text, iban: text, taxCode: text, address: place, code, email } };
        const digitsOf = code.replace(/\D/g, '').length;
        expect(shown(masked('code', of, rules)?.replace(/^\D*/, '') ?? '')).toBeLessThanOrEqual(digitsOf < 5 ? 1 : 3);
        for (const kind of ['iban', 'taxCode'] as const) expect(shown(masked(kind, of, rules))).toBeLessThanOrEqual(2);
        for (const part of (masked('name', of, rules) ?? '').split(' ')) expect(part).toMatch(/^.?•••$|^$/u);
        for (const part of (masked('address', of, rules) ?? '').split(' ')) expect(part).toMatch(/^.?•••$|^$/u);
        expect(masked('email', of, rules)).toMatch(/^.?•••@.?•••(\.[^.@]*)?$/u);
      }),
    );
  });

  test('never tells a birthday', () => {
    fc.assert(
      fc.property(fc.date({ noInvalidDate: true, min: new Date('1900-01-01'), max: new Date('2027-01-01') }), (day) => {
        const birthDate = day.toISOString().slice(0, 10);
        expect(seen('birthDate', { birthDate })).toBe(`••/${birthDate.slice(5, 7)}/••••`);
      }),
    );
  });
});

describe('what a card opens', () => {
  const at = (of: (typeof identificationLevels)[number], suspicious = false) => ({
    level: of,
    isSuspicious: suspicious,
    speaker: null,
  });

  test('is who it is and what is open before anybody is identified, and nothing else of theirs', () => {
    const open = cardFields.filter((field) => shows(field, at('none'), rules));
    expect(open).toEqual([
      'name',
      'code',
      'kind',
      'language',
      'callingNumber',
      'contracts',
      'cases',
      'contacts',
      'preference',
      'needs',
    ]);
    expect(changeableFields.filter((field) => mayChange(field, at('none'), rules))).toEqual([]);
  });

  test('never is what nobody has to read out in a contact', () => {
    expect(cardFields.filter((field) => !shows(field, at('strong'), rules))).toEqual(['iban', 'birthDate', 'taxCode']);
  });

  test('is everything in the office', () => {
    expect(cardFields.every((field) => shows(field, 'office', rules))).toBe(true);
    expect(changeableFields.every((field) => mayChange(field, 'office', rules))).toBe(true);
  });

  test('grows with the level, and is never less to read or to change at a higher one', () => {
    fc.assert(
      fc.property(level, level, fc.boolean(), (one, other, suspicious) => {
        const [low, high] = isEnough(one, other) ? [other, one] : [one, other];
        for (const field of cardFields) {
          if (shows(field, at(low, suspicious), rules)) expect(shows(field, at(high, suspicious), rules)).toBe(true);
        }
        for (const field of changeableFields) {
          if (mayChange(field, at(low, suspicious), rules))
            expect(mayChange(field, at(high, suspicious), rules)).toBe(true);
        }
      }),
    );
  });

  test('of a suspicious record is no more than before, until the highest level', () => {
    expect(shows('email', at('standard', true), rules)).toBe(false);
    expect(shows('delicateNeeds', at('standard', true), rules)).toBe(true);
    expect(shows('email', at('strong', true), rules)).toBe(true);
  });

  test('is no more than what may be told to who speaks, however surely the record was verified', () => {
    fc.assert(
      fc.property(level, level, fc.constantFrom(...cardFields), (reachedLevel, upTo, field) => {
        const speaker = { kind: 'delegate' as const, upTo };
        const view = { level: reachedLevel, isSuspicious: false, speaker };
        if (shows(field, view, rules)) expect(shows(field, { ...view, level: upTo, speaker: null }, rules)).toBe(true);
      }),
    );
    const relay = { kind: 'relay' as const, upTo: 'strong' as const };
    expect(shows('email', { level: 'standard', isSuspicious: false, speaker: relay }, rules)).toBe(true);
    const helper = { kind: 'helper' as const, upTo: 'standard' as const };
    expect(mayChange('email', { level: 'strong', isSuspicious: false, speaker: helper }, rules)).toBe(false);
  });
});

describe('a company’s own list', () => {
  test('asks for what there is, and levels in their order', () => {
    const parsed = (differing: object) => identificationListSchema.safeParse({ ...shipped, ...differing }).success;
    expect(parsed({})).toBe(true);
    expect(parsed({ levels: shipped.levels.toReversed() })).toBe(false);
    expect(parsed({ factors: shipped.factors.slice(1) })).toBe(false);
    expect(parsed({ levels: [{ level: 'basic', all: [], of: null }] })).toBe(false);
    const { email: _, ...others } = shipped.shows;
    expect(parsed({ shows: others })).toBe(false);
    expect(parsed({ factors: [...shipped.factors, shipped.factors[0]] })).toBe(false);
  });
});
