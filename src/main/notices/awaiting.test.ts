// What the system says of who waits: once for each, never while the agent looks at the desk, and gone when they wait no more.
import { expect, test } from 'vitest';
import type { Awaiting } from '#shared/contract/main';
import { createAwaitingNotices } from './awaiting.ts';

function office({ inFront = false, wanted = true } = {}) {
  const said: string[] = [];
  const notices = createAwaitingNotices({
    isInFront: () => inFront,
    isWanted: () => wanted,
    notify({ kind, id }, place) {
      said.push(`${kind} ${id} -> ${place?.id ?? 'in sight'}`);
      return () => said.push(`${id} taken away`);
    },
  });
  return { said, notices };
}
const chat = (id: string): Awaiting => ({ kind: 'chat', id, queueId: 'welcome' });
const callback: Awaiting = { kind: 'callback', id: 'B' };

test('each is said once, with where they are found, for as long as they wait', () => {
  const { said, notices } = office();
  notices.follow([chat('A')]);
  notices.follow([chat('A'), callback]);
  notices.follow([{ kind: 'helpAsked', id: 'H' }, chat('A'), callback]);
  expect(said).toEqual(['chat A -> chats', 'callback B -> in sight', 'helpAsked H -> board']);
  notices.follow([{ kind: 'helpAsked', id: 'H' }]);
  expect(said.slice(3)).toEqual(['A taken away', 'B taken away']);
  notices.follow([chat('A')]);
  expect(said.slice(5)).toEqual(['chat A -> chats', 'H taken away']);
});

test('whoever comes to the desk has seen them, once and for all', () => {
  const { said, notices } = office();
  notices.follow([chat('A')]);
  notices.seen();
  notices.seen();
  notices.follow([chat('A')]);
  notices.follow([]);
  expect(said).toEqual(['chat A -> chats', 'A taken away']);
});

test.each([
  ['the desk is in front', { inFront: true }],
  ['nobody wants it', { wanted: false }],
])('nothing is said while %s', (_why, how) => {
  const { said, notices } = office(how);
  notices.follow([chat('A'), callback]);
  notices.follow([]);
  expect(said).toEqual([]);
});
