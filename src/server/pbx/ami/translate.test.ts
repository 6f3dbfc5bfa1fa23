// What Asterisk's events mean. The transcripts are those of an Asterisk 22, less what says nothing.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PbxFact } from '../picture.ts';
import type { AmiMessage } from './framing.ts';
import { createTranslator } from './translate.ts';

const at = Date.parse('2026-03-02T09:00:00.000Z');
type Told = readonly [event: string, headers?: Readonly<Record<string, string>>];

const read = (id: string, transcript: readonly Told[]): PbxFact[] => {
  const translator = createTranslator();
  return messages(id, transcript).flatMap((message, index) => translator.read(message, at + index));
};
const messages = (id: string, transcript: readonly Told[]): AmiMessage[] =>
  transcript.map(([Event, headers]) => ({ Event, Uniqueid: id, ...headers }));

const enters: Told[] = [
  ['Newexten', { Extension: '8000', Application: 'Queue' }],
  ['QueueCallerJoin', { Queue: 'welcome', CallerIDNum: '+390000000101' }],
];
const givesUp: Told[] = [
  ...enters,
  ['HangupRequest', { Cause: '0' }],
  ['QueueCallerAbandon', { Queue: 'welcome' }],
  ['QueueCallerLeave', { Queue: 'welcome' }],
  ['SoftHangupRequest', { Cause: '16' }],
  ['Hangup', { Cause: '0' }],
];
/** Where the dialplan has something to do for calls that are over. */
const givesUpWithLastWill: Told[] = [
  ...givesUp.slice(0, -1),
  ['Newexten', { Extension: 'h', Application: 'NoOp' }],
  ['Newexten', { Extension: 's', Context: 'hangup-handler', Application: 'Set' }],
  ['Hangup'],
];
const isAnswered: Told[] = [
  ...enters,
  ['AgentCalled', { Queue: 'welcome' }],
  ['QueueCallerLeave', { Queue: 'welcome' }],
  ['AgentConnect', { Queue: 'welcome', Interface: 'PJSIP/1001' }],
  ['AgentComplete', { Queue: 'welcome' }],
  ['Newexten', { Extension: '8000', Application: 'Hangup' }],
  ['SoftHangupRequest'],
  ['Hangup', { Cause: '16' }],
];
const isMoved: Told[] = [
  ...enters,
  ['Newexten', { Extension: '8002', Application: 'Queue' }],
  ['QueueCallerAbandon', { Queue: 'welcome' }],
  ['QueueCallerLeave', { Queue: 'welcome' }],
  ['Newexten', { Extension: '8002', Application: 'Gosub' }],
  ['QueueCallerJoin', { Queue: 'complaints' }],
];
const isTaken: Told[] = [
  ...enters,
  ['Newexten', { Extension: '1100', Application: 'Queue' }],
  ['QueueCallerAbandon', { Queue: 'welcome' }],
  ['QueueCallerLeave', { Queue: 'welcome' }],
  ['Newexten', { Extension: '1100', Application: 'Dial' }],
  ['SoftHangupRequest'],
  ['Hangup'],
];
/** The queue's own patience is at an end: the dialplan goes on, to a voicemail perhaps. */
const timesOut: Told[] = [
  ...enters,
  ['QueueCallerLeave', { Queue: 'welcome' }],
  ['Newexten', { Application: 'Hangup' }],
  ['Hangup'],
];

const ends = (facts: readonly PbxFact[]) =>
  facts.flatMap((fact) => (fact.kind === 'left' ? [`${fact.queue} ${fact.end}`] : []));

describe('how a wait ended', () => {
  it.each([
    ['who hangs up has given up', givesUp, ['welcome abandoned']],
    ['also where the dialplan has a last will', givesUpWithLastWill, ['welcome abandoned']],
    ['who is connected was answered', isAnswered, ['welcome answered']],
    ['who is moved was passed on', isMoved, ['welcome passedOn']],
    ['who is taken by a lead was passed on, and has not given up when that call ends', isTaken, ['welcome passedOn']],
    ['whose time is up was passed on', timesOut, ['welcome passedOn']],
  ])('%s', (_name, transcript, expected) => {
    const facts = read('1', transcript);
    expect(facts[0]).toEqual({ kind: 'joined', call: { id: '1', queue: 'welcome', since: at + 1, number: null } });
    expect(ends(facts)).toEqual(expected);
  });

  it('a wait ends when the queue lets go, not when it is known why', () => {
    const left = read('1', isMoved).find(({ kind }) => kind === 'left');
    expect(left).toMatchObject({ at: at + 4 });
  });

  it('who is moved waits in the other queue', () => {
    expect(read('1', isMoved).at(-1)).toMatchObject({ kind: 'joined', call: { id: '1', queue: 'complaints' } });
  });

  it('who waited before we looked is followed to the end', () => {
    const translator = createTranslator();
    translator.known('1', 'welcome');
    const facts = messages('1', givesUp.slice(2)).flatMap((message) => translator.read(message, at));
    expect(ends(facts)).toEqual(['welcome abandoned']);
  });

  it('calls at the same time do not get into each other’s way, and each wait ends once', () => {
    const stories = [givesUp, givesUpWithLastWill, isAnswered, isMoved, isTaken, timesOut] as const;
    const alone = stories.map((story, index) => ends(read(String(index), story)));
    fc.assert(
      fc.property(
        fc.array(fc.nat(stories.length - 1), { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat(7)),
        (chosen, order) => {
          const left = chosen.map((story, index) => messages(`call ${index}`, stories[story] ?? []));
          const translator = createTranslator();
          const facts: PbxFact[] = [];
          while (left.some((story) => story.length > 0)) {
            const turn = left[(order.next().value ?? 0) % left.length];
            const message = turn?.shift() ?? left.find((story) => story.length > 0)?.shift();
            if (message !== undefined) facts.push(...translator.read(message, at));
          }
          for (const [index, story] of chosen.entries()) {
            const mine = facts.filter((fact) => fact.kind === 'left' && fact.id === `call ${index}`);
            expect(ends(mine)).toEqual(alone[story]);
          }
        },
      ),
    );
  });
});

describe('members and phones', () => {
  const translated = (event: AmiMessage) => createTranslator().read(event, at);

  it('a member has a queue, an extension, and is rung or not', () => {
    expect(
      translated({
        Event: 'QueueMemberPause',
        Queue: 'support',
        Interface: 'PJSIP/1001',
        StateInterface: 'PJSIP/1001',
        Paused: '1',
        PausedReason: 'pranzo',
        Status: '1',
      }),
    ).toEqual([
      { kind: 'member', member: { queue: 'support', extension: '1001', paused: true } },
      { kind: 'phone', extension: '1001', use: 'free' },
    ]);
    expect(translated({ Event: 'QueueMemberRemoved', Queue: 'support', Interface: 'PJSIP/1001' })).toEqual([
      { kind: 'memberGone', queue: 'support', extension: '1001' },
    ]);
  });

  it.each([
    ['NOT_INUSE', 'free'],
    ['INUSE', 'inUse'],
    ['BUSY', 'inUse'],
    ['ONHOLD', 'inUse'],
    ['RINGINUSE', 'inUse'],
    ['RINGING', 'ringing'],
    ['UNAVAILABLE', 'absent'],
    ['INVALID', 'absent'],
    ['UNKNOWN', 'absent'],
    ['something new', 'absent'],
  ])('a phone that is %s is %s', (State, use) => {
    expect(translated({ Event: 'DeviceStateChange', Device: 'PJSIP/1100', State })).toEqual([
      { kind: 'phone', extension: '1100', use },
    ]);
  });

  it('what is no phone of ours says nothing', () => {
    expect(
      translated({ Event: 'DeviceStateChange', Device: 'Queue:welcome_pause_PJSIP/1001', State: 'INUSE' }),
    ).toEqual([]);
    expect(translated({ Event: 'DeviceStateChange', Device: 'PJSIP/trunk', State: 'INUSE' })).toEqual([]);
    expect(translated({ Event: 'QueueMemberAdded', Queue: 'support', Interface: 'Local/9@out' })).toEqual([]);
    expect(translated({ Event: 'FullyBooted' })).toEqual([]);
  });
});

describe('a place of the parking', () => {
  it.each(['UnParkedCall', 'ParkedCallTimeOut', 'ParkedCallGiveUp'])('is free after %s', (event) => {
    expect(read('a', [[event, { ParkingSpace: '703', ParkeeChannel: 'PJSIP/trunk-7' }]])).toEqual([
      { kind: 'unparked', place: '703' },
    ]);
    expect(read('a', [[event]])).toEqual([]);
  });
});

describe('what the dialplan says of callers whom an agent has let go', () => {
  const says = (headers: Readonly<Record<string, string>>) => read('1.7', [['UserEvent', headers]]);

  it('is who they are, as far as the PBX knows', () => {
    const released = { UserEvent: 'CornettaReleased', Queue: 'welcome', Number: '+390000000101', Language: 'en' };
    expect(says(released)).toEqual([
      { kind: 'released', call: { id: '1.7', queue: 'welcome', number: '+390000000101', language: 'en' } },
    ]);
    expect(says({ ...released, Number: '', Language: 'xx' })).toMatchObject([
      { call: { number: null, language: null } },
    ]);
  });

  it('is the key they press, or that they press none', () => {
    expect(says({ UserEvent: 'CornettaKey', Key: '5' })).toEqual([{ kind: 'pressed', id: '1.7', key: '5' }]);
    expect(says({ UserEvent: 'CornettaKey', Key: '' })).toEqual([{ kind: 'pressed', id: '1.7', key: '' }]);
  });

  it('is nothing to us where it is another one’s event', () => {
    expect(says({ UserEvent: 'Dtmf', Digits: '1' })).toEqual([]);
    expect(says({ UserEvent: 'CornettaReleased' })).toEqual([]);
  });
});
