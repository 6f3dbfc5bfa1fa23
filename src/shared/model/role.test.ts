import { expect, test } from 'vitest';
import { may, roles } from './role.ts';

test('only a lead leads a team: no role includes another', () => {
  expect(roles.filter((role) => may(role, 'leadTeam'))).toEqual(['lead']);
});
