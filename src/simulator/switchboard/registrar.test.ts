import { expect, test } from 'vitest';
import { createVirtualClock } from '#test/support/virtualClock';
import { createRegistrar } from './registrar.ts';

function setUp() {
  const clock = createVirtualClock();
  const facts: string[] = [];
  const registrar = createRegistrar({
    clock,
    onReachable: (extension, reachable) => facts.push(`${extension} ${reachable ? 'there' : 'gone'}`),
  });
  return { clock, facts, registrar };
}

test('a phone is there from its REGISTER until it expires, and a refresh keeps it', () => {
  const { clock, facts, registrar } = setUp();
  expect(registrar.register('1001', ['<sip:a@x.invalid;transport=ws>;expires=120'], undefined)).toEqual([
    '<sip:a@x.invalid;transport=ws>;expires=120',
  ]);
  clock.pass(100_000);
  registrar.register('1001', ['<sip:a@x.invalid;transport=ws>'], '120');
  clock.pass(100_000);
  expect(registrar.contactsOf('1001')).toEqual(['sip:a@x.invalid;transport=ws']);
  clock.pass(20_000);
  expect(registrar.contactsOf('1001')).toEqual([]);
  expect(facts).toEqual(['1001 there', '1001 gone']);
});

test('what a phone wishes is brought within a minute and two hours', () => {
  const { registrar } = setUp();
  expect(registrar.register('1001', ['<sip:a@x>'], '1')).toEqual(['<sip:a@x>;expires=60']);
  expect(registrar.register('1001', ['<sip:a@x>'], '999999')).toEqual(['<sip:a@x>;expires=7200']);
  expect(registrar.register('1001', ['<sip:a@x>'], 'soon')).toEqual(['<sip:a@x>;expires=3600']);
});

test('a phone takes itself out, or all of them with a star', () => {
  const { facts, registrar } = setUp();
  registrar.register('1001', ['<sip:a@x>'], '600');
  registrar.register('1001', ['<sip:b@x>'], '600');
  expect(registrar.register('1001', ['<sip:a@x>;expires=0'], undefined)).toEqual(['<sip:b@x>;expires=600']);
  expect(registrar.register('1001', ['*'], '0')).toEqual([]);
  expect(facts.at(-1)).toBe('1001 gone');
});

test('the newest of an agent’s phones comes first; the fourth takes the place of the oldest', () => {
  const { registrar } = setUp();
  for (const name of ['a', 'b', 'c', 'd']) registrar.register('1001', [`<sip:${name}@x>`], '600');
  expect(registrar.contactsOf('1001')).toEqual(['sip:d@x', 'sip:c@x', 'sip:b@x']);
});

test('a phone whose socket closed is gone at once; asking without a Contact changes nothing', () => {
  const { facts, registrar } = setUp();
  registrar.register('1001', ['<sip:a@x;ob>'], '600');
  expect(registrar.register('1001', [], undefined)).toEqual(['<sip:a@x;ob>;expires=600']);
  registrar.drop(['a@x']);
  expect(facts).toEqual(['1001 there', '1001 gone']);
});
