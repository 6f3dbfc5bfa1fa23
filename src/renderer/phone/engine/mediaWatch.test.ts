import { beforeEach, describe, expect, it } from 'vitest';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { mediaFlow, type WatchedConnection, watchMedia } from './mediaWatch.ts';

let clock: PhoneClock;
let state: RTCPeerConnectionState;
let received: number;
let tell: () => void;
let connection: WatchedConnection;
beforeEach(() => {
  clock = createPhoneClock();
  state = 'connected';
  received = 0;
  const fake = {
    get connectionState() {
      return state;
    },
    addEventListener: (_name: string, listener: () => void) => {
      tell = listener;
    },
    getStats: async () => new Map([['in', { type: 'inbound-rtp', packetsReceived: received }]]),
  };
  connection = fake as unknown as WatchedConnection;
});

function becomes(next: RTCPeerConnectionState): void {
  state = next;
  tell();
}

describe('a path that breaks', () => {
  let broken: number;
  beforeEach(() => {
    broken = 0;
    watchMedia(connection, clock, () => {
      broken += 1;
    });
  });

  it('for a moment is waited for', () => {
    becomes('disconnected');
    clock.pass(400);
    becomes('connected');
    clock.pass(60_000);
    expect(broken).toBe(0);
  });

  it('for longer is replaced, and again every two seconds until there is one', () => {
    becomes('disconnected');
    clock.pass(500);
    expect(broken).toBe(1);
    becomes('connecting');
    clock.pass(4_000);
    expect(broken).toBe(3);
    becomes('connected');
    clock.pass(60_000);
    expect(broken).toBe(3);
  });

  it('is nobody’s any more once we have closed the connection, of which we are not told', () => {
    becomes('failed');
    clock.pass(0);
    expect(broken).toBe(1);
    state = 'closed';
    clock.pass(60_000);
    expect(broken).toBe(1);
  });

  it('for good is replaced at once', () => {
    becomes('disconnected');
    clock.pass(100);
    becomes('failed');
    clock.pass(0);
    expect(broken).toBe(1);
  });

  it('because the call is over is nothing to mend', () => {
    becomes('disconnected');
    becomes('closed');
    clock.pass(60_000);
    expect(broken).toBe(0);
  });
});

describe('sound comes in', () => {
  async function asked(isSoundExpected: boolean, comesIn: number): Promise<boolean> {
    const flows = mediaFlow(connection, isSoundExpected, clock);
    await Promise.resolve();
    await Promise.resolve();
    received += comesIn;
    clock.pass(300);
    return flows;
  }

  it('when its packets are counted', async () => {
    expect(await asked(true, 15)).toBe(true);
    expect(await asked(true, 0)).toBe(false);
  });

  it('as far as anybody knows, when none is expected', async () => {
    expect(await asked(false, 0)).toBe(true);
  });

  it('not at all without a connection', async () => {
    state = 'disconnected';
    expect(await asked(false, 0)).toBe(false);
  });
});
