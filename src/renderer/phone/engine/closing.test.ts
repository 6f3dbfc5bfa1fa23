import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ClosingConnection, closeOnceGathered } from './closing.ts';

let gathering: RTCIceGatheringState;
let hasDescription: boolean;
let isClosed: boolean;
let listeners: Set<() => void>;
let connection: ClosingConnection;
beforeEach(() => {
  vi.useFakeTimers();
  gathering = 'gathering';
  hasDescription = true;
  isClosed = false;
  listeners = new Set();
  const fake = {
    get iceGatheringState() {
      return gathering;
    },
    get localDescription() {
      return hasDescription ? {} : null;
    },
    addEventListener: (_name: string, listener: () => void) => listeners.add(listener),
    removeEventListener: (_name: string, listener: () => void) => listeners.delete(listener),
    close: () => {
      isClosed = true;
    },
  };
  connection = fake as unknown as ClosingConnection;
});
afterEach(() => {
  vi.useRealTimers();
});

function becomes(state: RTCIceGatheringState): void {
  gathering = state;
  for (const listener of [...listeners]) listener();
}

it('is closed at once where it gathers no addresses any more', () => {
  gathering = 'complete';
  closeOnceGathered(connection);
  expect(isClosed).toBe(true);
});

it('is closed at once where it never began to', () => {
  gathering = 'new';
  hasDescription = false;
  closeOnceGathered(connection);
  expect(isClosed).toBe(true);
});

it.each(['new', 'gathering'] as const)('waits for the end of the gathering, and leaves no listener (%s)', (state) => {
  gathering = state;
  closeOnceGathered(connection);
  becomes('gathering');
  expect(isClosed).toBe(false);
  becomes('complete');
  expect(isClosed).toBe(true);
  expect(listeners.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

it('does not wait for ever', () => {
  closeOnceGathered(connection);
  vi.advanceTimersByTime(14_000);
  expect(isClosed).toBe(false);
  vi.advanceTimersByTime(1_000);
  expect(isClosed).toBe(true);
  expect(listeners.size).toBe(0);
});
