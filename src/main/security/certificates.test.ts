import { EventEmitter } from 'node:events';
import type { App } from 'electron';
import { expect, test } from 'vitest';
import { watchCertificates } from './certificates.ts';

test('a certificate that was refused a moment ago is known by its server, and no other is', () => {
  const app = new EventEmitter();
  let now = 1_000;
  const isRefused = watchCertificates(app as unknown as App, () => now);
  app.emit('certificate-error', {}, {}, 'wss://pbx.esempio.it:8089/ws', 'net::ERR_CERT_AUTHORITY_INVALID');
  expect(isRefused('wss://pbx.esempio.it:8089/ws')).toBe(true);
  expect(isRefused('wss://pbx.esempio.it/ws')).toBe(false);
  expect(isRefused('wss://riserva.esempio.it:8089/ws')).toBe(false);
  now += 10_000;
  expect(isRefused('wss://pbx.esempio.it:8089/ws')).toBe(false);
});
