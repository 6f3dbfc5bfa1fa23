import { expect, test } from 'vitest';
import { modelCustomer } from '#test/support/modelBackend';
import { mergePatch, realChanges } from './merge.ts';

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
