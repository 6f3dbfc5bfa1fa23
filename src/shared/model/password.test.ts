import { expect, test } from 'vitest';
import { passwordFault } from './password.ts';

test('a password is long, of more than a few signs, and not the name', () => {
  expect(passwordFault('corta', 'giulia')).toBe('short');
  expect(passwordFault('aaaaaaaaaaaaaa', 'giulia')).toBe('plain');
  expect(passwordFault('Giulia lavora qui', 'giulia')).toBe('name');
  expect(passwordFault('quattro gatti neri', 'giulia')).toBeNull();
});
