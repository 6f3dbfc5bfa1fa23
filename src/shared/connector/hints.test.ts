import { expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import { crmOf } from '#test/support/crm/all';
import { signedBy } from './hints.ts';

const signatureOf = (kind: string) => must(crmOf(kind).description.hints?.signature, kind);
const hint = (headers: Record<string, string>) => ({
  ...{ method: 'POST', url: 'https://c.example.test/v1/hint', body: '[{"objectId":1}]', headers },
});

it('what HubSpot and Zendesk sign is put together as they publish it', () => {
  expect(
    signedBy(
      signatureOf('hubspot'),
      hint({ 'x-hubspot-signature-v3': 'proof', 'x-hubspot-request-timestamp': '1700000000000' }),
    ),
  ).toEqual({
    text: 'POSThttps://c.example.test/v1/hint[{"objectId":1}]1700000000000',
    signature: 'proof',
    at: 1_700_000_000_000,
  });
  const zendesk = {
    'x-zendesk-webhook-signature': 'proof',
    'x-zendesk-webhook-signature-timestamp': '2026-11-26T08:00:00Z',
  };
  expect(signedBy(signatureOf('zendesk'), hint(zendesk))).toEqual({
    text: '2026-11-26T08:00:00Z[{"objectId":1}]',
    signature: 'proof',
    at: Date.UTC(2026, 10, 26, 8),
  });
});

it.each([
  {},
  { 'x-hubspot-signature-v3': 'proof' },
  { 'x-hubspot-signature-v3': 'proof', 'x-hubspot-request-timestamp': 'soon' },
])('a hint without a signature or its moment is signed by nobody', (headers: Record<string, string>) => {
  expect(signedBy(signatureOf('hubspot'), hint(headers))).toBeNull();
});
