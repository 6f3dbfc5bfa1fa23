import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import type { CustomerDetails } from '#shared/model/customer';
import { modelCustomer } from '#test/support/modelBackend';
import { mergeNeeds, mergePatch, mergePhones, realChanges } from './merge.ts';

const seen = modelCustomer(1, { email: 'prima@esempio.it', preference: 'mattina' });

test('a field that only the agent changed is sent', () => {
  const remote = { ...seen, preference: 'sera' };
  expect(mergePatch({ email: seen.email }, { email: 'mia@esempio.it' }, remote)).toEqual({
    send: { email: 'mia@esempio.it' },
    collided: null,
  });
});

test('a field that both changed differently collides; the others are still sent', () => {
  const remote = { ...seen, email: 'loro@esempio.it' };
  const patch = { email: 'mia@esempio.it', preference: null };
  expect(mergePatch({ email: seen.email, preference: seen.preference }, patch, remote)).toEqual({
    send: { preference: null },
    collided: { email: 'mia@esempio.it' },
  });
});

test('what both changed alike is settled', () => {
  const remote = { ...seen, email: 'uguale@esempio.it' };
  expect(mergePatch({ email: seen.email }, { email: 'uguale@esempio.it' }, remote)).toEqual({
    send: null,
    collided: null,
  });
});

test('without knowing what the agent had seen, a difference is never overwritten', () => {
  expect(mergePatch(null, { email: 'mia@esempio.it' }, seen)).toEqual({
    send: null,
    collided: { email: 'mia@esempio.it' },
  });
});

test('numbers are compared by what they say, not by who made them', () => {
  const phones = structuredClone(seen.phones);
  expect(realChanges({ phones, preference: 'sera' }, seen)).toEqual(['preference']);
});

type Phone = CustomerDetails['phones'][number];
const phone = (n: number, kind: Phone['kind'] = 'mobile'): Phone => ({
  raw: `+39 000 000 ${1000 + n}`,
  e164: `+39000000${1000 + n}` as Phone['e164'],
  kind,
});

test('numbers that two have added and taken off are added and taken off, both', () => {
  const patch = { phones: [phone(1), phone(3)] };
  const remote = { ...seen, phones: [phone(1), phone(2), phone(4)] };
  expect(mergePatch({ phones: [phone(1), phone(2)] }, patch, remote)).toEqual({
    send: { phones: [phone(1), phone(4), phone(3)] },
    collided: null,
  });
});

test('what somebody else has done to the numbers already is not sent', () => {
  const remote = { ...seen, phones: [phone(2), phone(3), phone(4)] };
  expect(mergePatch({ phones: [phone(2)] }, { phones: [phone(2), phone(3)] }, remote)).toEqual({
    send: null,
    collided: null,
  });
});

test('one number that both have changed, differently, collides', () => {
  const patch = { phones: [phone(1, 'landline')] };
  const remote = { ...seen, phones: [phone(1, 'other')] };
  expect(mergePatch({ phones: [phone(1)] }, patch, remote)).toEqual({ send: null, collided: patch });
});

const phones = fc
  .uniqueArray(fc.record({ n: fc.nat(6), kind: fc.constantFrom<Phone['kind']>('mobile', 'other') }), {
    selector: ({ n }) => n,
    maxLength: 6,
  })
  .map((all) => all.map(({ n, kind }) => phone(n, kind)));

test('more numbers than a customer may have collide: nobody’s are cut off', () => {
  const some = (from: number, count: number) =>
    Array.from({ length: count }, (_none, n) => must(modelCustomer(from + n).phones[0], 'a number'));
  const [base, mine, theirs] = [some(1, 10), [...some(1, 10), ...some(100, 5)], [...some(1, 10), ...some(200, 5)]];
  expect(mergePhones(base, mine, theirs)).toHaveLength(20);
  expect(mergePhones(base, [...mine, ...some(300, 1)], theirs)).toBeNull();
});

test('whoever merges, the same numbers are there; none is lost that nobody took off, none comes from nowhere', () => {
  fc.assert(
    fc.property(phones, phones, phones, (base, mine, theirs) => {
      const merged = mergePhones(base, mine, theirs);
      const sorted = (all: Phone[] | null) => all?.toSorted((a, b) => a.raw.localeCompare(b.raw)) ?? null;
      expect(sorted(mergePhones(base, theirs, mine))).toEqual(sorted(merged));
      if (merged === null) return;
      const numbers = (all: Phone[]) => new Set(all.map(({ raw }) => raw));
      const [before, here, there, after] = [base, mine, theirs, merged].map(numbers) as [
        Set<string>,
        Set<string>,
        Set<string>,
        Set<string>,
      ];
      const kept = [...before].filter((raw) => here.has(raw) && there.has(raw));
      const added = [...here, ...there].filter((raw) => !before.has(raw));
      expect([...after].toSorted()).toEqual([...new Set([...kept, ...added])].toSorted());
    }),
  );
});

test('needs that two have added and taken away are added and taken away, both; one that both changed differently collides', () => {
  const need = (code: string, detail = '') => ({ code, detail });
  const base = [need('email'), need('slowly')];
  const remote = { ...seen, needs: [need('email'), need('letter')] };
  expect(mergePatch({ needs: base }, { needs: [need('slowly'), need('phone')] }, remote)).toEqual({
    send: { needs: [need('letter'), need('phone')] },
    collided: null,
  });
  const clash = { needs: [need('email', 'la sera'), need('slowly')] };
  expect(mergePatch({ needs: base }, clash, { ...seen, needs: [need('email', 'la mattina')] })).toEqual({
    send: null,
    collided: clash,
  });
});

const needs: fc.Arbitrary<CustomerDetails['needs']> = fc.uniqueArray(
  fc.record({ code: fc.constantFrom('email', 'phone', 'slowly', 'letter'), detail: fc.constantFrom('', 'la mattina') }),
  { selector: ({ code }) => code },
);

test('whoever merges, the same needs are there, each once; none is lost that nobody took away', () => {
  fc.assert(
    fc.property(needs, needs, needs, (base, mine, theirs) => {
      const merged = mergeNeeds(base, mine, theirs);
      const codes = (all: typeof base | null) => all?.map(({ code }) => code).toSorted() ?? null;
      expect(codes(mergeNeeds(base, theirs, mine))).toEqual(codes(merged));
      if (merged === null) return;
      expect(new Set(codes(merged)).size).toBe(merged.length);
      for (const one of [...mine, ...theirs])
        if (base.every(({ code }) => code !== one.code)) expect(codes(merged)).toContain(one.code);
    }),
  );
});
