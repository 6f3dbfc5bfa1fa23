import { beforeEach, describe, expect, it } from 'vitest';
import type { CallId } from '#shared/model/ids';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { createEchoCall, type EchoCall } from './echoCall.ts';

const callId = '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0B' as CallId;
const settled = async () => {
  for (let turn = 0; turn < 3; turn += 1) await new Promise<void>((done) => setImmediate(done));
};

let clock: PhoneClock;
let happened: string[];
let peak: number;
let echo: EchoCall;

beforeEach(() => {
  clock = createPhoneClock();
  happened = [];
  peak = 0;
  echo = createEchoCall({
    clock,
    newCallId: () => callId,
    engine: {
      dial: (_id, { number }) => void happened.push(`dials ${number}`),
      hangUp: () => void happened.push('hangs up'),
    },
    createTone: () => ({ stream: {} as MediaStream, stop: () => void happened.push('falls silent') }),
    takeIn() {
      happened.push('listens');
      return { peak: () => peak, stop: () => void happened.push('listens no more') };
    },
  });
});

const legIs = (kind: 'established' | 'closed' | 'rejected' | 'progress') =>
  echo.takes({
    kind: 'leg',
    callId,
    fact:
      kind === 'rejected' ? { kind, why: 'unknownNumber' } : kind === 'progress' ? { kind, heard: false } : { kind },
  });

describe('an echo call', () => {
  it('hears its own tone again, hangs up, and nobody else learns of it', async () => {
    const heard = echo.run('9000', new AbortController().signal);
    expect(legIs('progress')).toBe(true);
    expect(legIs('established')).toBe(true);
    expect(echo.takes({ kind: 'voice', callId, stream: {} as MediaStream })).toBe(true);
    await settled();
    clock.pass(200);
    peak = 0.2;
    await settled();
    clock.pass(200);
    expect(await heard).toBe('heard');
    expect(happened).toEqual(['dials 9000', 'listens', 'hangs up', 'falls silent', 'listens no more']);
    expect(legIs('closed')).toBe(true);
    // From here on the id means nothing to it.
    expect(legIs('closed')).toBe(false);
  });

  it('is silent when nothing comes back', async () => {
    const heard = echo.run('9000', new AbortController().signal);
    legIs('established');
    for (let waited = 0; waited < 40; waited += 1) {
      await settled();
      clock.pass(200);
    }
    expect(await heard).toBe('silent');
  });

  it('is refused by whoever does not take it, and by whoever says nothing', async () => {
    const refused = echo.run('9999', new AbortController().signal);
    legIs('rejected');
    expect(await refused).toBe('refused');
    const unanswered = echo.run('9000', new AbortController().signal);
    clock.pass(8_000);
    expect(await unanswered).toBe('refused');
    expect(happened.filter((what) => what === 'hangs up')).toHaveLength(2);
  });

  it('ends at once when it is called off', async () => {
    const calledOff = new AbortController();
    const heard = echo.run('9000', calledOff.signal);
    calledOff.abort();
    await heard;
    expect(happened).toContain('hangs up');
    expect(happened.at(-1)).toBe('falls silent');
  });

  it('leaves the calls of others alone', () => {
    const other = '01J8ZQ4Y3N7T6V5W4X3Y2Z1A0C' as CallId;
    expect(echo.takes({ kind: 'leg', callId: other, fact: { kind: 'established' } })).toBe(false);
    expect(echo.takes({ kind: 'registration', registration: { kind: 'off' } })).toBe(false);
  });
});
