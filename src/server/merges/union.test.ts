// One customer of two, and two again: what each has, and how much of it.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '#shared/lib/must';
import { type Customer, mostMergedFrom } from '#shared/model/customer';
import { mergeFields } from '#shared/protocol/merges';
import { modelCustomer } from '#test/support/modelBackend';
import { partingOf, unionOf } from './union.ts';

const phone = (n: number): Customer['phones'][number] => ({ raw: `000 ${n}`, e164: null, kind: 'other' });
const contract = (n: number) => ({ code: `C${n}`, name: `Contratto ${n}` });
const former = (n: number) => ({ id: modelCustomer(1_000 + n).id, code: `AU-${20_000 + n}` });
const some = <T>(one: (n: number) => T, count: number, from: number): T[] =>
  Array.from({ length: count }, (_none, n) => one(from + n));

test.each([
  ['twenty numbers', 20, (count: number, from: number) => ({ phones: some(phone, count, from) })],
  ['fifty contracts', 50, (count: number, from: number) => ({ contracts: some(contract, count, from) })],
  [
    'a hundred former codes, that of whoever goes among them',
    mostMergedFrom - 1,
    (count: number, from: number) => ({ mergedFrom: some(former, count, from) }),
  ],
])('one customer has at most %s', (_what, most, has) => {
  const union = (mine: number, theirs: number) =>
    unionOf(modelCustomer(1, has(mine, 0)), modelCustomer(2, has(theirs, mine)), []);
  expect(union(most - 5, 5)).not.toBeNull();
  expect(union(most - 5, 6)).toBeNull();
});

const few = <T>(one: (n: number) => T) =>
  fc.uniqueArray(fc.nat(5), { maxLength: 4 }).map((numbers) => numbers.map(one));
const days = fc.constantFrom('2026-03-01T09:00:00.000Z', '2026-04-01T09:00:00.000Z');
const needs = few((n) => ({ code: `need-${'abcdef'.charAt(n)}`, detail: '' }));
const someone = (n: number): fc.Arbitrary<Customer> =>
  fc
    .record({
      name: fc.constantFrom('Carlo Bassi', 'Carlo Basi'),
      email: fc.constantFrom(null, 'una@esempio.it', 'altra@esempio.it'),
      phones: few(phone),
      contracts: few(contract),
      needs,
      mergedFrom: few((each) => former(n * 10 + each)),
      changedAt: fc.record({ email: days, iban: days }, { requiredKeys: [] }),
      numbers: fc.array(days, { maxLength: 4 }),
    })
    .map(({ numbers, ...differing }) => {
      const known = differing.phones.slice(0, numbers.length).map(({ raw }, at) => [raw, numbers[at]]);
      if (known.length === 0) return differing;
      return { ...differing, changedAt: { ...differing.changedAt, numbers: Object.fromEntries(known) } };
    })
    .map((differing) => modelCustomer(n, differing));

test('parted again at once, each is who they were; what both had, both keep', () => {
  fc.assert(
    fc.property(someone(1), someone(2), fc.subarray([...mergeFields]), (kept, gone, take) => {
      const one = { ...kept, ...must(unionOf(kept, gone, take), 'what few have') } as Customer;
      const parting = partingOf(one, kept, gone, take);
      expect({ ...one, ...parting.change }).toEqual(kept);
      expect(parting.stayed).toEqual([]);
    }),
  );
});

test('a list of the union has what either had, the kept one’s first, each once', () => {
  fc.assert(
    fc.property(someone(1), someone(2), (kept, gone) => {
      const change = unionOf(kept, gone, []);
      for (const list of ['phones', 'contracts', 'needs'] as const) {
        const texts = (all: readonly unknown[] | undefined) => (all ?? []).map((one) => JSON.stringify(one));
        const [mine, theirs, both] = [texts(kept[list]), texts(gone[list]), texts(change?.[list])];
        expect(both.slice(0, mine.length)).toEqual(mine);
        expect(both.toSorted()).toEqual([...new Set([...mine, ...theirs])].toSorted());
      }
    }),
  );
});
