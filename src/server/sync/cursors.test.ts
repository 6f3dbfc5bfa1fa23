import { expect, test } from 'vitest';
import { createCursors } from './cursors.ts';

const cursors = createCursors(new Uint8Array(32).fill(7));
const owner = { agentId: '01KDVDNA00A000000000000000', epoch: '7711582315176853546.5.00000001', scope: 'company' };
const longest = {
  entity: 'customer' as const,
  afterId: '7ZZZZZZZZZZZZZZZZZZZZZZZZZ',
  total: 9_999_999,
  changesTx: '18446744073709551615',
};

test('a cursor brings back its place, and fits what the protocol allows', () => {
  const cursor = cursors.snapshot(longest, owner);
  expect(cursor.length).toBeLessThanOrEqual(200);
  expect(cursors.readSnapshot(cursor, owner)).toEqual(longest);
  const place = { tx: longest.changesTx, id: longest.afterId };
  expect(cursors.readChanges(cursors.changes(place, owner), owner)).toEqual(place);
});

test('it is of no use to another agent, to one who sees more or less, on another database, with another secret, or changed', () => {
  const cursor = cursors.changes({ tx: '763', id: '' }, owner);
  expect(cursors.readChanges(cursor, { ...owner, agentId: 'another' })).toBeNull();
  expect(cursors.readChanges(cursor, { ...owner, epoch: 'another' })).toBeNull();
  expect(cursors.readChanges(cursor, { ...owner, scope: 'complaints,company' })).toBeNull();
  expect(createCursors(new Uint8Array(32)).readChanges(cursor, owner)).toBeNull();
  const [, signature] = cursor.split('.');
  const forged = `${Buffer.from('["c","1",""]').toString('base64url')}.${signature}`;
  expect(cursors.readChanges(forged, owner)).toBeNull();
});
