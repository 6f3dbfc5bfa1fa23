import { expect, test } from 'vitest';
import { createCursors } from './cursors.ts';

const cursors = createCursors(new Uint8Array(32).fill(7));
const owner = { agentId: '01KDVDNA00A000000000000000', epoch: '7711582315176853546.5.00000001' };

test('a cursor brings back its place, and fits what the protocol allows', () => {
  const place = { tx: '18446744073709551615', id: '7ZZZZZZZZZZZZZZZZZZZZZZZZZ' };
  const cursor = cursors.write(place, owner);
  expect(cursor.length).toBeLessThanOrEqual(200);
  expect(cursors.read(cursor, owner)).toEqual(place);
});

test('it is of no use to another agent, on another database, with another secret, or changed', () => {
  const cursor = cursors.write({ tx: '763', id: '' }, owner);
  expect(cursors.read(cursor, { ...owner, agentId: 'another' })).toBeNull();
  expect(cursors.read(cursor, { ...owner, epoch: 'another' })).toBeNull();
  expect(createCursors(new Uint8Array(32)).read(cursor, owner)).toBeNull();
  const [, signature] = cursor.split('.');
  const forged = `${Buffer.from('["c","1",""]').toString('base64url')}.${signature}`;
  expect(cursors.read(forged, owner)).toBeNull();
});
