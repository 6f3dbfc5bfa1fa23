import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { findRoute } from './probes.ts';

/** A connection whose addresses are in the test's hand, as Chromium (130) tells of them. */
class FakeConnection extends EventTarget {
  static last: FakeConnection;
  readonly connectionState = 'new';
  constructor() {
    super();
    FakeConnection.last = this;
  }
  addTransceiver(): void {}
  async setLocalDescription(): Promise<void> {}
  close(): void {}
  finds(type: RTCIceCandidateType, protocol: RTCIceProtocol = 'udp'): this {
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { type, protocol } }));
    return this;
  }
  fails(errorCode = 701): this {
    this.dispatchEvent(Object.assign(new Event('icecandidateerror'), { errorCode }));
    return this;
  }
  ends(): void {
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: null }));
  }
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('RTCPeerConnection', FakeConnection);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const stun = { urls: 'stun:stun.example' };
const turn = { urls: 'turn:turn.example' };
const look = (kind: RTCIceCandidateType, server: RTCIceServer) => {
  const found = findRoute(kind, server);
  return { found, connection: FakeConnection.last };
};

describe('a server that tells how one is seen from outside', () => {
  it('is there where it names another address', async () => {
    const { found, connection } = look('srflx', stun);
    connection.finds('host').finds('srflx');
    expect(await found).toBe('found');
  });

  it('is there in the same network, where it sees the address that there is already', async () => {
    const { found, connection } = look('srflx', stun);
    connection.finds('host').finds('host').finds('host', 'tcp').ends();
    expect(await found).toBe('found');
  });

  it('is there where one network reaches it, and another does not', async () => {
    const { found, connection } = look('srflx', stun);
    connection.finds('host').finds('host').fails().ends();
    expect(await found).toBe('found');
  });

  it('is away where no network reaches it', async () => {
    const { found, connection } = look('srflx', stun);
    connection.finds('host').finds('host').fails().fails().finds('host', 'tcp').ends();
    expect(await found).toBe('none');
  });

  it('is away where it says nothing for 5 s', async () => {
    const { found, connection } = look('srflx', stun);
    connection.finds('host');
    vi.advanceTimersByTime(5_000);
    expect(await found).toBe('none');
  });
});

it('a relay is there only where it names an address of its own', async () => {
  const there = look('relay', turn);
  there.connection.finds('relay');
  expect(await there.found).toBe('found');
  const away = look('relay', turn);
  away.connection.ends();
  expect(await away.found).toBe('none');
});

it('a relay that answers and gives no address has refused', async () => {
  const { found, connection } = look('relay', turn);
  connection.fails().fails(401).ends();
  expect(await found).toBe('refused');
});
