import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type ChatEvent, type ChatStanding, nextChat } from './chat.ts';

const open = { state: 'open', agentId: 'giulia' } as const;
const offered = { state: 'offered', agentId: 'giulia', to: 'luca' } as const;
const waiting = { state: 'waiting' } as const;
const over = (why: 'closedHere' | 'closedThere' | 'visitorLeft' | 'silence', agentId: string | null = 'giulia') =>
  ({ state: 'ended', why, agentId }) as const;

const leads: [string, ChatStanding, ChatEvent, ChatStanding | 'taken' | 'ended' | 'notYours'][] = [
  ['who waits is taken', waiting, { kind: 'take', by: 'giulia' }, open],
  ['what was left is read', { state: 'left' }, { kind: 'take', by: 'luca' }, { state: 'read', agentId: 'luca' }],
  ['a second agent comes too late', open, { kind: 'take', by: 'luca' }, 'taken'],
  ['taken again it is the same', open, { kind: 'take', by: 'giulia' }, open],
  ['the colleague accepts', offered, { kind: 'take', by: 'luca' }, { state: 'open', agentId: 'luca' }],
  ['nobody else does', offered, { kind: 'take', by: 'sara' }, 'taken'],
  ['the colleague declines', offered, { kind: 'decline', by: 'luca' }, open],
  ['its agent takes the offer back', offered, { kind: 'decline', by: 'giulia' }, open],
  ['nobody else declines', offered, { kind: 'decline', by: 'sara' }, 'notYours'],
  ['the colleague has not answered', offered, { kind: 'offerOver' }, open],
  ['its agent passes it on', open, { kind: 'passToAgent', by: 'giulia', to: 'luca' }, offered],
  ['not to themselves', open, { kind: 'passToAgent', by: 'giulia', to: 'giulia' }, 'notYours'],
  ['its agent gives it back', open, { kind: 'passToQueue', by: 'giulia' }, waiting],
  ['nobody else does so', open, { kind: 'passToQueue', by: 'luca' }, 'notYours'],
  ['its agent ends it', open, { kind: 'end', by: 'giulia' }, over('closedHere')],
  ['nobody else ends it', open, { kind: 'end', by: 'luca' }, 'notYours'],
  ['the visitor ends it', open, { kind: 'endThere' }, over('closedThere')],
  ['the visitor stops waiting', waiting, { kind: 'endThere' }, over('visitorLeft', null)],
  ['the visitor leaves a message instead', waiting, { kind: 'leaveMessage' }, { state: 'left' }],
  ['not once somebody is there', open, { kind: 'leaveMessage' }, 'taken'],
  ['the page is gone while waiting', waiting, { kind: 'gone' }, over('visitorLeft', null)],
  ['the page is gone in the talk: it may come back', open, { kind: 'gone' }, open],
  ['nobody writes any more', open, { kind: 'silence' }, over('silence')],
  ['the agent’s PC is gone', open, { kind: 'agentLost' }, waiting],
  ['what has ended is not taken', over('silence'), { kind: 'take', by: 'giulia' }, 'ended'],
  ['nor ended again', over('silence'), { kind: 'end', by: 'giulia' }, 'ended'],
];
test.each(leads)('%s', (_name, from, event, to) => {
  const next = nextChat(from, event);
  expect(next.ok ? next.value : next.error).toEqual(to);
});

const who = fc.constantFrom('giulia', 'luca', 'sara');
const event: fc.Arbitrary<ChatEvent> = fc.oneof(
  fc.record({ kind: fc.constantFrom('take', 'passToQueue', 'decline', 'end'), by: who }),
  fc.record({ kind: fc.constant('passToAgent' as const), by: who, to: who }),
  fc.record({ kind: fc.constantFrom('leaveMessage', 'endThere', 'gone', 'silence', 'agentLost', 'offerOver') }),
);

test('whatever happens in whatever order, it is one agent’s at a time, ends once, and only its agent gives it away', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      let now: ChatStanding = { state: 'waiting' };
      for (const one of events) {
        const next = nextChat(now, one);
        if (!next.ok) continue;
        if (now.state === 'ended') expect(next.value).toEqual(now);
        const had = 'agentId' in now ? now.agentId : null;
        const has = 'agentId' in next.value ? next.value.agentId : null;
        // From one agent to another goes nothing that was not offered to them.
        if (had !== null && has !== null && had !== has) expect(now).toMatchObject({ state: 'offered', to: has });
        if (next.value.state === 'offered') expect(next.value.to).not.toBe(next.value.agentId);
        now = next.value;
      }
    }),
  );
});
