import { expect, test } from 'vitest';
import { problemUrn } from '#shared/protocol/errors';
import { refusedOf, retryAfterOf } from './answer.ts';

const now = new Date('2026-03-02T08:00:00.000Z');

test.each([
  ['3', 3_000],
  ['0', 0],
  ['Mon, 02 Mar 2026 08:00:30 GMT', 30_000],
  ['Mon, 02 Mar 2026 07:00:00 GMT', 0],
  ['1000000000', 3_600_000],
  ['soon', null],
  [null, null],
])('Retry-After "%s" is %s ms', (header, ms) => {
  expect(retryAfterOf(header, now)).toBe(ms);
});

test.each([
  [401, 'wrong-credentials', 'backend.wrongCredentials'],
  [401, 'session-expired', 'backend.sessionExpired'],
  [429, 'locked-out', 'backend.lockedOut'],
  [412, 'version-conflict', 'backend.conflict'],
  [422, 'invalid-request', 'backend.refused'],
  [503, 'unavailable', 'backend.unavailable'],
] as const)('%i %s is %s', (status, type, code) => {
  const document = { type: problemUrn(type), title: type, status, instance: 'urn:cornetta:request:ab12' };
  expect(refusedOf(status, document, null, now)).toMatchObject({ problem: type, failure: { code, reference: 'ab12' } });
});

test.each([
  [401, 'backend.sessionExpired'],
  [404, 'backend.refused'],
  [502, 'backend.unavailable'],
])('%i without a problem document (a proxy) is %s', (status, code) => {
  expect(refusedOf(status, null, null, now)).toMatchObject({ problem: null, failure: { code } });
});

test('the field that is wrong is named, what was in it is not', () => {
  const errors = [{ field: 'body.note', message: 'too long: "Mario…"' }];
  const document = { type: problemUrn('invalid-request'), title: '', status: 422, errors };
  expect(refusedOf(422, document, null, now).failure.message).toBe('422 invalid-request: body.note');
});
