import { beforeEach, describe, expect, it } from 'vitest';
import type { PhoneState } from '#shared/contract/deskPhone';
import { FailureError, failure } from '#shared/contract/failure';
import type { LineState } from '#shared/contract/phoneData';
import type { MediaSample } from '#shared/model/callQuality';
import type { CallId, InteractionId } from '#shared/model/ids';
import { plainSite } from '#shared/model/site';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { type AudioUnit, unknownAudio } from '../audio/audioUnit.ts';
import type { Engine, LegStats } from '../engine/engine.ts';
import { createPhone, type PhoneUnit } from './phone.ts';

const settled = () => new Promise<void>((done) => setImmediate(done));
const callId = '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0B' as CallId;
const microphone = { getTracks: () => [] } as unknown as MediaStream;

/** What happened, in order: everything around the phone writes here. */
let happened: string[];
let published: PhoneState[];
let hasMicrophone: boolean;
let heard: LegStats[];
let clock: PhoneClock;
let phone: PhoneUnit;

const engine: Engine = {
  use: (settings) => void happened.push(settings === null ? 'leave' : 'register'),
  reconnect: () => undefined,
  check: () => undefined,
  rest: () => void happened.push('rest'),
  finish: () => undefined,
  trace: () => [],
  answer: () => void happened.push('accept'),
  dial: (_id, { number }) => void happened.push(`dial ${number}`),
  decline: () => void happened.push('decline'),
  hangUp: () => void happened.push('hang up'),
  setHold: (_id, hold) => void happened.push(`hold ${hold}`),
  setMute: (_id, mute) => void happened.push(`mute ${mute}`),
  sendDigits: () => undefined,
  transfer: (_id, to) => void happened.push(to.kind === 'number' ? `refer ${to.number}` : 'refer to the other leg'),
  replaceMicrophone: () => void happened.push('another microphone'),
  watchLines: () => () => undefined,
  tellQueues: async () => true,
  stats: async () => heard,
  counts: () => ({ legs: 0, sessions: 0, dialogues: 0, transactions: 0 }),
  dispose: async () => undefined,
};

const audio: AudioUnit = {
  state: () => unknownAudio,
  async openMicrophone() {
    if (!hasMicrophone) throw failure('microphone.missing', 'device');
    return microphone;
  },
  closeMicrophone: () => undefined,
  check: async () => undefined,
  playVoice: () => undefined,
  stopVoice: () => void happened.push('voice off'),
  async mix(callIds) {
    happened.push(`conference of ${callIds.length}`);
    return new Map(callIds.map((id) => [id, microphone]));
  },
  muteMix: (muted) => void happened.push(`mute in the conference ${muted}`),
  endMix: () => void happened.push('conference over'),
  ring(tone) {
    if (happened.findLast((what) => what.startsWith('sound')) !== `sound: ${tone}`) happened.push(`sound: ${tone}`);
  },
  beep: () => void happened.push('beep'),
  remind: () => {},
  testRinger: async () => undefined,
  testMicrophone: async () => undefined,
  showLevels: async () => undefined,
  hearMicrophone: async () => 0,
  energyOf: () => 0,
  choose: async () => ({ id: 'default', label: '', group: '' }),
  recall: () => undefined,
};

const pbx: NonNullable<LineState['pbx']> = {
  servers: ['wss://pbx.example/ws'],
  domain: 'pbx.example',
  extension: '1001',
  authUser: '1001',
  password: 'made-up',
  iceServers: [],
  featureCodes: { pause: '*73', resume: '*74' },
  agentState: 'codes',
};
const invite = {
  caller: { kind: 'withheld' as const },
  queue: 'welcome',
  waitedSeconds: 1,
  language: null,
  handedOver: null,
  parking: null,
  customerId: null,
};

beforeEach(() => {
  happened = [];
  published = [];
  hasMicrophone = true;
  heard = [];
  clock = createPhoneClock();
  let count = 0;
  phone = createPhone({
    clock,
    newId() {
      count += 1;
      return `01J8ZQ4Y3N7T6V5W4X3Y2Z${String(count).padStart(4, '0')}`;
    },
    engine,
    audio,
    recorder: {
      arrived: (call) => void happened.push(`told data: ${call.phase.kind}`),
      record: (_id, { kind, detail }) => void happened.push(`told data: ${kind}${detail === null ? '' : ` ${detail}`}`),
      connect: () => undefined,
    },
    async tellQueues({ offer }) {
      happened.push(offer ? 'queues: ready' : 'queues: not ready');
      return true;
    },
    publish(state) {
      published.push(state);
      happened.push(`told the desk: ${state.calls[0]?.phase.kind ?? 'no call'}`);
    },
    onInCall: (active) => void happened.push(active ? 'in call' : 'no call'),
    log: () => undefined,
  });
});

const rings = () => phone.onEngine({ kind: 'invited', callId, invite });

describe('a call that comes in', () => {
  it('is on the desk and asked of data in the same tick, before it makes a sound', () => {
    rings();
    expect(happened).toEqual(['told the desk: ringing', 'told data: ringing', 'sound: ring', 'in call']);
    expect(phone.liveInteractions()).toHaveLength(1);
  });

  it('is answered with the microphone, and silent from then on', async () => {
    rings();
    phone.intend(callId, { kind: 'answer' });
    await settled();
    expect(happened.slice(4)).toEqual(['told the desk: answering', 'sound: silence', 'accept']);
  });

  it('rings on without a sound when there is no microphone', async () => {
    hasMicrophone = false;
    rings();
    phone.intend(callId, { kind: 'answer' });
    await settled();
    expect(phone.state().calls[0]?.phase).toEqual({ kind: 'ringing', silenced: true });
    expect(happened).not.toContain('accept');
    expect(happened.findLast((what) => what.startsWith('sound'))).toBe('sound: silence');
  });

  it('leaves two seconds after its end', () => {
    rings();
    phone.onEngine({ kind: 'leg', callId, fact: { kind: 'cancelled' } });
    expect(published.at(-1)?.calls[0]?.phase.kind).toBe('ended');
    expect(phone.liveInteractions()).toEqual([]);
    clock.pass(2_000);
    expect(published.at(-1)?.calls).toEqual([]);
  });

  it('refuses what means nothing at its stage', () => {
    rings();
    expect(() => phone.intend(callId, { kind: 'setHold', hold: true })).toThrow(FailureError);
    phone.onEngine({ kind: 'leg', callId, fact: { kind: 'cancelled' } });
    expect(() => phone.intend(callId, { kind: 'answer' })).toThrow('call.gone');
  });
});

describe('a call of the agent’s own', () => {
  const wish = { number: '+390000000101', name: null, customerId: null, queueId: null };
  beforeEach(() => {
    phone.onEngine({ kind: 'registration', registration: { kind: 'registered', sinceAt: clock.now().toISOString() } });
  });

  it('is dialled with the microphone', async () => {
    const { callId: dialled } = phone.dial(wish);
    await settled();
    expect(happened).toContain('dial +390000000101');
    phone.onEngine({ kind: 'leg', callId: dialled, fact: { kind: 'progress', heard: false } });
    expect(happened.at(-1)).toBe('sound: ringback');
  });

  it('goes on with an interaction that is still open, and begins another where that is closed', () => {
    const open = '01J8ZQ4Y3N7T6V5W4X3Y2Z9001' as InteractionId;
    phone.onLine({ pbx, site: plainSite('IT'), wrapUps: [open], autoAnswer: [] });
    expect(phone.dial({ ...wish, goesOn: open }).interactionId).toBe(open);
    const closed = '01J8ZQ4Y3N7T6V5W4X3Y2Z9002' as InteractionId;
    expect(phone.dial({ ...wish, goesOn: closed }).interactionId).not.toBe(closed);
  });

  it('that is taken back while the microphone opens is never made', async () => {
    const { callId: dialled } = phone.dial(wish);
    phone.intend(dialled, { kind: 'hangUp' });
    await settled();
    expect(happened).not.toContain('dial +390000000101');
    expect(phone.state().calls[0]?.phase).toMatchObject({ kind: 'ended', reason: 'hungUpHere' });
  });

  it('is not made without a line', () => {
    phone.onEngine({ kind: 'registration', registration: { kind: 'connecting', attempt: 1 } });
    expect(() => phone.dial(wish)).toThrow('call.notNow');
  });
});

describe('how a conversation sounds', () => {
  const media = (packets: number): MediaSample => ({
    atMs: clock.now().getTime(),
    received: { packets, lost: 0, discarded: 0, jitterMs: 2, bufferDelaySeconds: 0, bufferSamples: 0, energy: packets },
    reported: null,
    roundTripMs: 20,
    microphone: { live: true, energy: packets },
    sends: true,
    receives: true,
    muted: false,
    connected: true,
    codec: 'audio/PCMA',
  });
  async function seconds(count: number): Promise<void> {
    for (let second = 0; second < count; second += 1) {
      clock.pass(1_000);
      heard = [{ callId, media: media(50 * (second + 1)) } as LegStats];
      await settled();
    }
  }

  it('is shown while it lasts, and written down just before its end', async () => {
    rings();
    phone.intend(callId, { kind: 'answer' });
    phone.onEngine({ kind: 'leg', callId, fact: { kind: 'established' } });
    await seconds(7);
    expect(phone.state().quality[callId]).toMatchObject({ verdict: 'good' });
    phone.onEngine({ kind: 'leg', callId, fact: { kind: 'remoteHungUp' } });
    expect(happened.filter((what) => what.startsWith('told data')).slice(-2)).toEqual([
      'told data: quality mos 4.4 min 4.4 poor 0%',
      'told data: ended hungUpThere',
    ]);
    expect(phone.state().quality).toEqual({});
  });
});

describe('before the PC sleeps', () => {
  it('whoever rings goes on to somebody else, and nobody rings any more', () => {
    rings();
    happened = [];
    phone.suspend();
    expect(happened.filter((what) => what === 'decline' || what === 'rest')).toEqual(['decline', 'rest']);
    expect(phone.state().calls[0]?.phase).toMatchObject({ kind: 'ended', reason: 'declined' });
  });

  it('the line is held on to while somebody is on it', async () => {
    rings();
    phone.intend(callId, { kind: 'answer' });
    await settled();
    phone.onEngine({ kind: 'leg', callId, fact: { kind: 'established' } });
    happened = [];
    phone.suspend();
    expect(happened).toEqual([]);
  });
});

describe('an agent', () => {
  it('who signs out is not ready any more, and the queues hear it first', async () => {
    phone.onLine({ pbx, site: plainSite('IT'), wrapUps: [], autoAnswer: [] });
    phone.onEngine({ kind: 'registration', registration: { kind: 'registered', sinceAt: clock.now().toISOString() } });
    await settled();
    phone.setWish({ kind: 'ready' });
    await settled();
    expect(phone.state().availability.pbx).toBe('offering');
    phone.onLine({ pbx: null, site: plainSite('IT'), wrapUps: [], autoAnswer: [] });
    await settled();
    expect(happened.filter((what) => !what.startsWith('told')).slice(-2)).toEqual(['queues: not ready', 'leave']);
    expect(phone.state().availability.wish).toEqual({ kind: 'notReady', reasonCode: null });
  });

  it('who signs in again at once is not signed out behind their back', async () => {
    phone.onLine({ pbx, site: plainSite('IT'), wrapUps: [], autoAnswer: [] });
    phone.onLine({ pbx: null, site: plainSite('IT'), wrapUps: [], autoAnswer: [] });
    phone.onLine({ pbx, site: plainSite('IT'), wrapUps: [], autoAnswer: [] });
    await settled();
    expect(happened).not.toContain('leave');
  });

  it('whose microphone is unplugged goes on with another', async () => {
    rings();
    phone.intend(callId, { kind: 'answer' });
    phone.onEngine({ kind: 'leg', callId, fact: { kind: 'established' } });
    phone.onMicrophoneLost();
    await settled();
    expect(happened).toContain('another microphone');
  });
});
