import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type GatheringConnection, gathered } from './gathering.ts';

const patience = { afterHostCandidateMs: 20, gatheringDeadlineMs: 2_000, networkDeadlineMs: 8_000 };

class FakeConnection extends EventTarget {
  iceGatheringState: RTCIceGatheringState = 'gathering';
  lines: string[] = [];
  get localDescription(): RTCSessionDescription {
    return { type: 'answer', sdp: this.lines.map((line) => `${line}\r\n`).join('') } as RTCSessionDescription;
  }
  find(type: RTCIceCandidateType, protocol: RTCIceProtocol = 'udp'): void {
    this.lines.push(`a=candidate:1 1 ${protocol} 2122 192.0.2.2 4000 typ ${type} generation 0`);
    this.dispatchEvent(Object.assign(new Event('icecandidate'), { candidate: { type } }));
  }
  complete(): void {
    this.iceGatheringState = 'complete';
    this.dispatchEvent(new Event('icegatheringstatechange'));
  }
}

let connection: FakeConnection;
let outcome: string;
const start = (): void => {
  outcome = 'waits';
  gathered(connection as unknown as GatheringConnection, patience).then(
    () => {
      outcome = 'enough';
    },
    () => {
      outcome = 'no network';
    },
  );
};
const after = async (ms: number): Promise<string> => {
  await vi.advanceTimersByTimeAsync(ms);
  return outcome;
};

beforeEach(() => {
  vi.useFakeTimers();
  connection = new FakeConnection();
});
afterEach(() => {
  vi.useRealTimers();
});

describe('a description names enough addresses', () => {
  it('a moment after the first one of this machine', async () => {
    start();
    expect(await after(1_000)).toBe('waits');
    connection.find('host');
    expect(await after(19)).toBe('waits');
    expect(await after(1)).toBe('enough');
  });

  it.each(['srflx', 'relay'] as const)('as soon as there is one that reaches beyond it (%s)', async (type) => {
    start();
    connection.find('host');
    connection.find(type);
    expect(await after(0)).toBe('enough');
  });

  it('when there are no others', async () => {
    start();
    connection.find('host');
    connection.complete();
    expect(await after(0)).toBe('enough');
  });

  it('at once, where it is not the first', async () => {
    connection.find('host');
    start();
    expect(await after(0)).toBe('enough');
  });
});

it('is not made without an address that media can be sent to', async () => {
  start();
  connection.find('host', 'tcp');
  connection.complete();
  expect(await after(7_999)).toBe('waits');
  expect(await after(1)).toBe('no network');
});
