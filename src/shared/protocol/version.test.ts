import { expect, test } from 'vitest';
import { misfitOf, protocolsSpoken } from './version.ts';

test('a service is older, newer, or understood; where it does not say, it is understood', () => {
  expect(misfitOf(protocolsSpoken)).toBeNull();
  expect(misfitOf('1-2', 3)).toBe('older');
  expect(misfitOf('4-5', 3)).toBe('newer');
  expect(misfitOf('2-4', 3)).toBeNull();
  expect([misfitOf(null), misfitOf('neu'), misfitOf('1-')]).toEqual([null, null, null]);
});
