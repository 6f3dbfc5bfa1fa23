import { join } from 'node:path';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { parseNumber } from '#shared/model/phoneNumber';
import { readDemoFiles } from './demoFiles.ts';
import { generateCustomer } from './generate.ts';

const files = await readDemoFiles(join(import.meta.dirname, '../../../assets'));
const many = Array.from({ length: 3_000 }, (_, index) => generateCustomer(index, files.people));

test('the same number makes the same person', () => {
  expect(generateCustomer(17, files.people)).toEqual(many[17]);
  expect(new Set(many.map((customer) => customer.name)).size).toBeGreaterThan(1_500);
});

test('codes and numbers are nobody else’s', () => {
  const everybody = [...files.customers, ...many];
  expect(new Set(everybody.map((customer) => customer.code)).size).toBe(everybody.length);
  const phones = many.flatMap((customer) => customer.phones.map((phone) => parseNumber(phone.raw, 'IT')));
  expect(phones).not.toContain(null);
  expect(new Set(phones).size).toBe(phones.length);
  const cases = everybody.flatMap((customer) => customer.cases.map((found) => found.number));
  expect(new Set(cases).size).toBe(cases.length);
});

test('every address is one, at the domain of the exercise', () => {
  for (const { email } of many) {
    if (email !== null) expect(z.email().parse(email)).toMatch(/@esempio\.it$/);
  }
});

test('every code of the contacts and cases is on the lists', () => {
  const { reasons, outcomes } = files.classification;
  const known = new Set([
    ...reasons.flatMap((group) => group.reasons.map((reason) => reason.code)),
    ...outcomes.flatMap((group) => group.outcomes.map((outcome) => outcome.code)),
  ]);
  const used = [...files.customers, ...many].flatMap(({ cases, contacts }) => [
    ...cases.map((found) => found.reasonCode),
    ...contacts.flatMap((contact) => [contact.reasonCode, contact.outcomeCode]),
  ]);
  expect([...new Set(used)].filter((code) => code === null || !known.has(code))).toEqual([]);
});
