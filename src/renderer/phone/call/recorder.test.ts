import { beforeEach, describe, expect, it } from 'vitest';
import { failure } from '#shared/contract/failure';
import type { Call } from '#shared/model/call';
import type { CallId, InteractionId } from '#shared/model/ids';
import type { InteractionEvent } from '#shared/model/interaction';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { createRecorder, type Recorder } from './recorder.ts';

const interactionId = '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0C' as InteractionId;
const call: Call = {
  id: '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0B' as CallId,
  interactionId,
  direction: 'incoming',
  caller: { kind: 'withheld' },
  queue: null,
  waitedSeconds: null,
  language: null,
  handedOver: null,
  callsBack: null,
  parking: null,
  purpose: { kind: 'contact' },
  customerId: null,
  startedAt: '2026-01-05T09:00:00.000Z',
  phase: { kind: 'ringing', silenced: false },
};
const fact = (kind: InteractionEvent['kind']): InteractionEvent => ({
  id: '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0D',
  at: '2026-01-05T09:00:01.000Z',
  kind,
  detail: null,
});

/** A data program that answers as it is told, and remembers what it was given. */
function createData(answer: (kind: string) => Promise<null> = () => Promise.resolve(null)) {
  const given: string[] = [];
  const take = (kind: string) => {
    given.push(kind);
    return answer(kind);
  };
  return {
    given,
    callArrived: ({ event }: { event: InteractionEvent }) => take(event.kind),
    recordEvent: ({ event }: { event: InteractionEvent }) => take(event.kind),
    liveCalls: ({ interactionIds }: { interactionIds: InteractionId[] }) => take(`live ${interactionIds.length}`),
  };
}

const settled = () => new Promise<void>((done) => setImmediate(done));

let clock: PhoneClock;
let recorder: Recorder;
let known: string[];
beforeEach(() => {
  clock = createPhoneClock();
  known = [];
  recorder = createRecorder({ clock, onSettled: (_id, { kind }) => known.push(kind), log: () => undefined });
});

describe('what has to be written down', () => {
  it('is told at once, the call itself in the same tick', () => {
    const data = createData();
    recorder.connect(data, []);
    recorder.arrived(call, fact('ringing'));
    expect(data.given).toEqual(['live 0', 'ringing']);
  });

  it('waits for a data program, and comes in order, before the calls that live', () => {
    recorder.arrived(call, fact('ringing'));
    recorder.record(interactionId, fact('answered'));
    const data = createData();
    recorder.connect(data, [interactionId]);
    expect(data.given).toEqual(['ringing', 'answered', 'live 1']);
  });

  it('is told again to a new data program when the old one died before it said yes', async () => {
    recorder.connect(
      createData(() => new Promise(() => undefined)),
      [],
    );
    recorder.arrived(call, fact('ringing'));
    const next = createData();
    recorder.connect(next, [interactionId]);
    await settled();
    expect(next.given).toEqual(['ringing', 'live 1']);
    expect(known).toEqual(['ringing']);
    const third = createData();
    recorder.connect(third, []);
    expect(third.given).toEqual(['live 0']);
  });

  it('is tried again, in order, after a failure', async () => {
    let full = true;
    const data = createData(() => (full ? Promise.reject(failure('files.diskFull', 'data')) : Promise.resolve(null)));
    recorder.connect(data, []);
    recorder.arrived(call, fact('ringing'));
    recorder.record(interactionId, fact('answered'));
    await settled();
    full = false;
    data.given.length = 0;
    clock.pass(2_000);
    await settled();
    expect(data.given).toEqual(['ringing', 'answered']);
    expect(known).toEqual(['ringing', 'answered']);
  });

  it('is told at once where there is only no room to write it down, and again until there is', async () => {
    let full = true;
    const data = createData(() => (full ? Promise.reject(failure('files.diskFull', 'data')) : Promise.resolve(null)));
    recorder.connect(data, []);
    recorder.arrived(call, fact('ringing'));
    await settled();
    recorder.record(interactionId, fact('answered'));
    await settled();
    recorder.record(interactionId, fact('ended'));
    await settled();
    expect(data.given).toEqual(['live 0', 'ringing', 'answered', 'ended']);
    expect(known).toEqual([]);
    full = false;
    clock.pass(2_000);
    await settled();
    expect(known).toEqual(['ringing', 'answered', 'ended']);
  });

  it('waits for what is before it where that is not known to have been taken', async () => {
    let broken = true;
    const data = createData(() => (broken ? Promise.reject(failure('program.bug', 'data')) : Promise.resolve(null)));
    recorder.connect(data, []);
    recorder.arrived(call, fact('ringing'));
    await settled();
    recorder.record(interactionId, fact('answered'));
    await settled();
    expect(data.given).toEqual(['live 0', 'ringing']);
    broken = false;
    clock.pass(2_000);
    await settled();
    expect(known).toEqual(['ringing', 'answered']);
  });

  it('is not given up because what comes before it is missing', async () => {
    let broken = true;
    const data = createData((kind) => {
      if (kind === 'ringing' && broken) return Promise.reject(failure('program.bug', 'data'));
      if (kind === 'answered' && broken) return Promise.reject(failure('contract.refused', 'data'));
      return Promise.resolve(null);
    });
    recorder.connect(data, []);
    recorder.arrived(call, fact('ringing'));
    recorder.record(interactionId, fact('answered'));
    await settled();
    broken = false;
    clock.pass(2_000);
    await settled();
    expect(known).toEqual(['ringing', 'answered']);
  });

  it('does not hold up the rest when it is refused for good', async () => {
    const data = createData((kind) =>
      kind === 'ringing' ? Promise.reject(failure('contract.refused', 'data')) : Promise.resolve(null),
    );
    recorder.connect(data, []);
    recorder.arrived(call, fact('ringing'));
    recorder.record(interactionId, fact('answered'));
    await settled();
    expect(known.toSorted()).toEqual(['answered', 'ringing']);
  });
});
