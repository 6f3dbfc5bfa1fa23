// What is asked of an authorization server, and what its answers mean.
import { describe, expect, it } from 'vitest';
import { crmOf } from '#test/support/crm/all';
import { authorizeUrl, canAgree, codeRequest, isOver, readTokens, renewalRequest } from './agreement.ts';
import { askedFor } from './ways.ts';

const descriptionOf = (kind: string) => {
  const { description } = crmOf(kind);
  if (!canAgree(description)) throw new Error(`nobody agrees at ${kind}`);
  return description;
};
const site = { address: 'https://azienda.example.test', settings: { clientId: 'cornetta' } };
const asked = { redirectUri: 'https://c.example.test/v1/connectors/agreed/x', state: 'a state', challenge: 'proof' };
const answer = (status: number, body: unknown) => ({ status, headers: {}, body: JSON.stringify(body) });

describe('the address for the browser', () => {
  it('has what OAuth wants, and the proof where the CRM checks it', () => {
    const url = new URL(authorizeUrl(descriptionOf('zendesk'), site, asked));
    expect(`${url.origin}${url.pathname}`).toBe('https://azienda.example.test/oauth/authorizations/new');
    expect(Object.fromEntries(url.searchParams)).toEqual({
      response_type: 'code',
      client_id: 'cornetta',
      redirect_uri: asked.redirectUri,
      state: 'a state',
      scope: 'read write',
      code_challenge: 'proof',
      code_challenge_method: 'S256',
    });
  });

  it('has no proof where it does not, and no scope where there is none', () => {
    const url = new URL(authorizeUrl(descriptionOf('zammad'), site, asked));
    expect([...url.searchParams.keys()].sort()).toEqual(['client_id', 'redirect_uri', 'response_type', 'state']);
  });
});

it('a secret, a code and a token go in the body of a request, never in its address', () => {
  const description = descriptionOf('salesforce');
  const requests = [
    codeRequest(description, site, 'secret', { code: 'the code', redirectUri: asked.redirectUri, verifier: 'v' }),
    renewalRequest(description, site, 'secret', 'the refresh token'),
  ];
  for (const { method, url, body } of requests) {
    expect({ method, url }).toEqual({ method: 'POST', url: 'https://azienda.example.test/services/oauth2/token' });
    expect(new URLSearchParams(body ?? '').get('client_secret')).toBe('secret');
  }
});

describe('tokens', () => {
  it('are renewed a minute before they end', () => {
    const given = answer(200, { access_token: 'a', refresh_token: 'r', expires_in: 1_800 });
    expect(readTokens(given, 1_000)).toEqual({ access: 'a', refresh: 'r', until: 1_000 + 1_740_000 });
  });
  it('keep the refresh token where no other one is given', () => {
    expect(readTokens(answer(200, { access_token: 'b' }), 0, 'r')).toMatchObject({ access: 'b', refresh: 'r' });
  });
  it.each([
    ['a refusal', answer(400, { access_token: 'a' })],
    ['a page', { status: 200, headers: {}, body: '<html>' }],
    ['no answer', null],
  ])('are not in %s', (_, given) => {
    expect(readTokens(given, 0)).toBeNull();
  });
});

it('an agreement is over where the CRM says so, and not where it is busy, away, or our own client is wrong', () => {
  const description = descriptionOf('hubspot');
  expect(isOver(description, answer(400, { error: 'invalid_grant' }))).toBe(true);
  expect(isOver(description, answer(400, { status: 'BAD_REFRESH_TOKEN' }))).toBe(true);
  expect(isOver(description, answer(401, { error: 'invalid_client' }))).toBe(false);
  expect(isOver(description, answer(429, {}))).toBe(false);
  expect(isOver(description, answer(503, { error: 'invalid_grant' }))).toBe(false);
});

it('each way asks for what it needs and for nothing of the other', () => {
  const { description } = crmOf('zendesk');
  expect(Object.keys(askedFor(description, 'key')?.settings ?? {})).toEqual(['user', 'ticketStatus']);
  expect(Object.keys(askedFor(description, 'agreement')?.settings ?? {})).toEqual(['ticketStatus', 'clientId']);
  const odoo = crmOf('odoo');
  expect(askedFor(odoo.description, 'agreement')).toBeNull();
});
