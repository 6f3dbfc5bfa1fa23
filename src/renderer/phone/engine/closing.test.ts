import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type ClosingConnection, closeOnceQuiet } from './closing.ts';

let gathering: RTCIceGatheringState;
let hasDescription: boolean;
let isClosed: boolean;
let listeners: Map<string, () => void>;
let connection: ClosingConnection;
beforeEach(() => {
  vi.useFakeTimers();
  gathering = 'complete';
  hasDescription = true;
  isClosed = false;
  listeners = new Map();
  const fake = {
    get iceGatheringState() {
      return gathering;
    },
    get localDescription() {
      return hasDescription ? {} : null;
    },
    addEventListener: (name: string, listener: () => void) => listeners.set(name, listener),
    removeEventListener: (name: string) => listeners.delete(name),
    close: () => {
      isClosed = true;
    },
  };
  connection = fake as unknown as ClosingConnection;
});
afterEach(() => {
  vi.useRealTimers();
});

function gathers(state: RTCIceGatheringState): void {
  gathering = state;
  listeners.get('icegatheringstatechange')?.();
}

function expectClosedAfter(ms: number): void {
  vi.advanceTimersByTime(ms - 1);
  expect(isClosed).toBe(false);
  vi.advanceTimersByTime(1);
  expect(isClosed).toBe(true);
  expect(listeners.size).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
}

it('is closed half a second after the last change of its state, and leaves no listener', () => {
  closeOnceQuiet(connection);
  vi.advanceTimersByTime(400);
  listeners.get('connectionstatechange')?.();
  expectClosedAfter(500);
});

it('is closed in the same way where it never had a description', () => {
  gathering = 'new';
  hasDescription = false;
  closeOnceQuiet(connection);
  expectClosedAfter(500);
});

it.each(['new', 'gathering'] as const)('waits for the end of the gathering (%s)', (state) => {
  gathering = state;
  closeOnceQuiet(connection);
  gathers('gathering');
  vi.advanceTimersByTime(5_000);
  expect(isClosed).toBe(false);
  gathers('complete');
  expectClosedAfter(500);
});

it('sees that a description which was on its way has begun the gathering', () => {
  gathering = 'new';
  hasDescription = false;
  closeOnceQuiet(connection);
  vi.advanceTimersByTime(100);
  hasDescription = true;
  gathers('gathering');
  vi.advanceTimersByTime(1_000);
  expect(isClosed).toBe(false);
  gathers('complete');
  expectClosedAfter(500);
});

it('does not wait for ever', () => {
  gathering = 'gathering';
  closeOnceQuiet(connection);
  expectClosedAfter(15_000);
});
