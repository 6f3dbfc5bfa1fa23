import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isSecured } from './securedServer.ts';

it('over TLS any server may be used', () => {
  fc.assert(fc.property(fc.domain(), (host) => isSecured(`wss://${host}/ws`)));
  fc.assert(
    fc.property(
      fc.oneof(
        fc.ipV4(),
        fc.ipV6().map((address) => `[${address}]`),
      ),
      (host) => isSecured(`wss://${host}:8089`),
    ),
  );
});

it('in the clear none may on another machine', () => {
  fc.assert(fc.property(fc.domain(), (host) => !isSecured(`ws://${host}/ws`)));
  const elsewhere = fc.ipV4().filter((address) => !address.startsWith('127.'));
  fc.assert(fc.property(elsewhere, (host) => !isSecured(`ws://${host}:8088/ws`)));
});

it('in the clear every address of this machine may', () => {
  const byte = fc.nat(255);
  fc.assert(fc.property(fc.tuple(byte, byte, byte), (rest) => isSecured(`ws://127.${rest.join('.')}:5066`)));
});

it.each(['ws://localhost:5066/', 'ws://LOCALHOST/', 'WS://127.0.0.1/', 'ws://[::1]:5066/ws', 'WSS://pbx.esempio.it'])(
  '%s may be used',
  (address) => {
    expect(isSecured(address)).toBe(true);
  },
);

it.each([
  'ws://127.0.0.1.esempio.it/ws',
  'ws://127.0.0.1@esempio.it/ws',
  'ws://127.0.0.1:5066@esempio.it/ws',
  'ws://localhost.esempio.it/ws',
  'ws://esempio.it/127.0.0.1',
  'ws://0.0.0.0:5066/',
  'ws://[::]:5066/',
  'ws://[fe80::1]/',
  'http://127.0.0.1/',
  'https://pbx.esempio.it/',
  'pbx.esempio.it',
  '',
])('%j may not', (address) => {
  expect(isSecured(address)).toBe(false);
});
