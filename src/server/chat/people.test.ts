// Who is there for the chats of a queue: by their phones and by what they have open, never by a state that is kept of them.
import { expect, test } from 'vitest';
import type { PhoneUse, Picture } from '../pbx/picture.ts';
import { chatPeople } from './people.ts';

const picture = (phones: Record<string, [use: PhoneUse, paused?: 'paused']>): Picture => ({
  waiting: [],
  parked: [],
  members: Object.entries(phones).map(([extension, [, paused]]) => ({
    ...{ queue: 'support', extension },
    paused: paused !== undefined,
  })),
  phones: Object.fromEntries(Object.entries(phones).map(([extension, [use]]) => [extension, use])),
});

const policy = (most: number, stopsCalls = true) => ({ most, stopsCalls });
const agent = (extension: string | null, open: Record<string, number> = {}) => ({ extension, open });

test('an agent who has chats open is in chat in each of their queues, with or without a phone', () => {
  const agents = [
    agent('1001', { support: 2 }),
    agent('1002', { support: 1, welcome: 1 }),
    agent(null, { support: 1 }),
  ];
  expect(chatPeople(agents, 'support', null, policy(3))).toEqual({ talking: 3, ready: null });
  expect(chatPeople(agents, 'welcome', null, policy(3))).toEqual({ talking: 1, ready: null });
});

test('could take one more: who is there, in no call, and has fewer than the most', () => {
  const ready = (phone: [PhoneUse, 'paused'?], open: Record<string, number> = {}) =>
    chatPeople([agent('1001', open)], 'support', picture({ '1001': phone }), policy(2)).ready;
  expect(ready(['free'])).toBe(1);
  expect(ready(['free'], { support: 1 })).toBe(1);
  expect(ready(['free'], { support: 1, welcome: 1 })).toBe(0);
  expect(ready(['inUse'])).toBe(0);
  expect(ready(['absent'])).toBe(0);
});

test('who takes no calls because of a chat could take another chat; who has paused without one could not', () => {
  const ready = (open: Record<string, number>, stopsCalls = true) =>
    chatPeople([agent('1001', open)], 'support', picture({ '1001': ['free', 'paused'] }), policy(3, stopsCalls)).ready;
  expect(ready({ support: 1 })).toBe(1);
  expect(ready({})).toBe(0);
  // Where chats stop no calls the pause is their own.
  expect(ready({ support: 1 }, false)).toBe(0);
});

test('only those of the queue count, and no phone in it that is no agent’s', () => {
  const there = picture({ '1001': ['free'], '1002': ['free'] });
  expect(chatPeople([agent('1001'), agent('1002')], 'support', there, policy(3)).ready).toBe(2);
  expect(chatPeople([agent('1001'), agent('1002')], 'welcome', there, policy(3)).ready).toBe(0);
  expect(chatPeople([agent('1001'), agent(null, { support: 1 })], 'support', there, policy(3)).ready).toBe(1);
});
