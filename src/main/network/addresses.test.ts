import type { NetworkInterfaceInfo } from 'node:os';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { watchAddresses } from './addresses.ts';

const at = (address: string, more: Partial<NetworkInterfaceInfo> = {}): NetworkInterfaceInfo =>
  ({ address, family: 'IPv4', internal: false, mac: '', netmask: '', cidr: null, ...more }) as NetworkInterfaceInfo;

let interfaces: Record<string, NetworkInterfaceInfo[]>;
let changes: number;
let stop: () => void;
beforeEach(() => {
  vi.useFakeTimers();
  interfaces = { lo: [at('127.0.0.1', { internal: true })], wifi: [at('10.0.0.2')] };
  changes = 0;
  stop = watchAddresses({
    interfaces: () => interfaces,
    onChange: () => {
      changes += 1;
    },
  });
});
afterEach(() => {
  stop();
  vi.useRealTimers();
});

const pass = (ms: number) => vi.advanceTimersByTime(ms);

test('an address that comes, and one that goes, is told within half a second, once', () => {
  interfaces = { ...interfaces, cable: [at('10.0.1.2')] };
  pass(500);
  expect(changes).toBe(1);
  const { wifi: _gone, ...rest } = interfaces;
  interfaces = rest;
  pass(500);
  expect(changes).toBe(2);
  pass(60_000);
  expect(changes).toBe(2);
});

test('another address of the same network is told too', () => {
  interfaces = { ...interfaces, wifi: [at('10.0.0.3')] };
  pass(500);
  expect(changes).toBe(1);
});

test('what nobody else can reach is no news, nor is another order', () => {
  interfaces = {
    wifi: [at('fe80::1', { family: 'IPv6', scopeid: 2 } as Partial<NetworkInterfaceInfo>), at('10.0.0.2')],
    lo: [at('127.0.0.2', { internal: true })],
  };
  pass(60_000);
  expect(changes).toBe(0);
});

test('nobody is told after the end', () => {
  stop();
  interfaces = {};
  pass(60_000);
  expect(changes).toBe(0);
});
