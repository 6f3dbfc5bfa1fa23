// What a key means that was pressed while another program was in front.
import { expect, test } from 'vitest';
import type { Call } from '#shared/model/call';
import type { CallId } from '#shared/model/ids';
import { meantBy } from './glance.ts';

const call = (id: string, phase: Call['phase']): Call => ({ id, phase }) as Call;
const ringing = call('R', { kind: 'ringing', silenced: false });
const talking = (id: string, held: boolean, mute = false) =>
  call(id, {
    kind: 'talking',
    answeredAt: '2026-03-02T09:00:00.000Z',
    hold: { wanted: held, actual: held },
    heldSince: null,
    mute,
    transfer: { kind: 'none' },
  });
const dialling = call('D', { kind: 'dialling', progress: 'sent' });

test.each([
  [
    'answers the one that rings',
    'answerKey',
    [talking('T', false), ringing],
    [{ callId: 'R', intent: { kind: 'answer' } }],
  ],
  ['answers nothing where nothing rings', 'answerKey', [talking('T', false)], []],
  [
    'hangs up on who is spoken with, not on who waits',
    'hangUpKey',
    [talking('H', true), talking('T', false)],
    [{ callId: 'T', intent: { kind: 'hangUp' } }],
  ],
  ['gives up a call of one’s own', 'hangUpKey', [dialling], [{ callId: 'D', intent: { kind: 'hangUp' } }]],
  ['turns nobody away who rings', 'hangUpKey', [ringing], []],
  ['ends no call that is held', 'hangUpKey', [talking('H', true)], []],
  ['mutes', 'muteKey', [talking('T', false)], [{ callId: 'T', intent: { kind: 'setMute', mute: true } }]],
  [
    'and is heard again',
    'muteKey',
    [talking('T', false, true)],
    [{ callId: 'T', intent: { kind: 'setMute', mute: false } }],
  ],
  ['has nothing to mute before the answer', 'muteKey', [dialling, ringing], []],
] as const)('%s', (_what, key, calls, meant) =>
  expect(meantBy(key, { calls: [...calls], conference: [] })).toEqual(meant),
);

test('in a conference the last who came is the one in front, as at the desk, and hanging up ends it for all', () => {
  const conferring = { calls: [talking('T', false), talking('U', false)], conference: ['T', 'U'] as CallId[] };
  expect(meantBy('muteKey', conferring)).toEqual([{ callId: 'U', intent: { kind: 'setMute', mute: true } }]);
  expect(meantBy('hangUpKey', conferring)).toEqual([
    { callId: 'T', intent: { kind: 'hangUp' } },
    { callId: 'U', intent: { kind: 'hangUp' } },
  ]);
});
