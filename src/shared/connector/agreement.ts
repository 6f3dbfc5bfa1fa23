// A person's agreement that we may ask a CRM on their behalf (OAuth 2.0 authorization code): where the browser goes, what is asked for with the code and
// later with the refresh token, what the answers mean. Pure: who keeps the tokens is told elsewhere.
import { type CrmAnswer, parsed } from './answer.ts';
import type { Description } from './description.ts';
import { at, textAt } from './pointer.ts';
import { formRequest, type SentRequest, type Site } from './request.ts';
import { fill } from './template.ts';

export interface Tokens {
  readonly access: string;
  /** Null: none was given; when the access token ends, the agreement does. */
  readonly refresh: string | null;
  /** When the access token is to be renewed (ms). */
  readonly until: number;
}

export type Agreeing = Description & { readonly agreement: NonNullable<Description['agreement']> };

export const canAgree = (description: Description): description is Agreeing => description.agreement !== undefined;

/** `challenge`: of the verifier, S256 (RFC 7636, 4.2); left out where the CRM does not check it. */
export function authorizeUrl(
  { agreement }: Agreeing,
  site: Site,
  { redirectUri, state, challenge }: { redirectUri: string; state: string; challenge: string },
): string {
  const values = valuesOf(site);
  const url = new URL(fill(agreement.authorize, values));
  const asked = {
    response_type: 'code',
    client_id: String(site.settings.clientId),
    redirect_uri: redirectUri,
    state,
    ...(agreement.scope !== undefined && { scope: fill(agreement.scope, values) }),
    ...(agreement.pkce && { code_challenge: challenge, code_challenge_method: 'S256' }),
  };
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value);
  return url.href;
}

/** The code for tokens: it works once. */
export const codeRequest = (
  description: Agreeing,
  site: Site,
  clientSecret: string,
  { code, redirectUri, verifier }: { code: string; redirectUri: string; verifier: string },
): SentRequest =>
  tokenRequest(description, site, clientSecret, {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri,
    ...(description.agreement.pkce && { code_verifier: verifier }),
  });

export const renewalRequest = (description: Agreeing, site: Site, clientSecret: string, refresh: string): SentRequest =>
  tokenRequest(description, site, clientSecret, { grant_type: 'refresh_token', refresh_token: refresh });

/** That these tokens are wanted no more; null: this CRM is not told. */
export function revocationRequest(
  { agreement: { revoke } }: Agreeing,
  site: Site,
  clientSecret: string,
  { access, refresh }: Tokens,
): SentRequest | null {
  if (revoke === undefined) return null;
  const values = { ...valuesOf(site), clientSecret, token: refresh ?? access };
  const url = fill(revoke.at, values);
  if (revoke.by === 'bearer')
    return {
      method: 'DELETE',
      url,
      headers: { accept: 'application/json', authorization: `Bearer ${access}` },
      body: null,
    };
  const form = Object.entries(revoke.form).map(([name, text]) => [name, fill(text, values)]);
  return formRequest(url, Object.fromEntries(form));
}

/** Whether they are worth nothing any more: given back now, or long since. */
export const isRevoked = (answer: CrmAnswer | null): boolean =>
  answer !== null &&
  ((answer.status >= 200 && answer.status < 300) || at(parsed(answer), '/error') === 'invalid_token');

/** A token is renewed so long before it ends, for requests that are under way. */
const renewedBeforeMs = 60_000;
/** Salesforce does not say how long it is good for; 401 tells. */
const usualSeconds = 3_600;

/** Null: it is no token. `refresh`: the one that was sent, which stays good where no other is given (RFC 6749, 6). */
export function readTokens(answer: CrmAnswer | null, now: number, refresh: string | null = null): Tokens | null {
  if (answer?.status !== 200 && answer?.status !== 201) return null;
  const body = parsed(answer);
  const access = textAt(body, '/access_token');
  if (access === null) return null;
  const seconds = Number(textAt(body, '/expires_in') ?? usualSeconds);
  const lasts = Number.isFinite(seconds) ? seconds : usualSeconds;
  const until = now + Math.max(0, lasts * 1_000 - renewedBeforeMs);
  return { access, refresh: textAt(body, '/refresh_token') ?? refresh, until };
}

/** Whether a refusal of the refresh token says that the person, or somebody for them, has taken the agreement back. */
export function isOver({ agreement }: Agreeing, answer: CrmAnswer): boolean {
  if (answer.status < 400 || answer.status >= 500) return false;
  const body = parsed(answer);
  return agreement.over.some((sign) => at(body, sign.at) === sign.is);
}

/** What OAuth answers to a wrong key (400; RFC 6749, 5.2) means the sign-in, wherever it was on the way to. */
export const asSignIn = (answer: CrmAnswer | null): CrmAnswer | null =>
  answer !== null && answer.status < 500 && answer.status !== 429 ? { ...answer, status: 401 } : answer;

/** Never asked for a token, or no longer worth asking. */
export const notSignedIn: CrmAnswer = { status: 401, headers: {}, body: '' };

const valuesOf = ({ address, settings }: Site) => ({ ...settings, address });

const tokenRequest = (
  { agreement }: Agreeing,
  site: Site,
  clientSecret: string,
  form: Readonly<Record<string, string>>,
): SentRequest =>
  formRequest(fill(agreement.token, valuesOf(site)), {
    ...form,
    client_id: String(site.settings.clientId),
    client_secret: clientSecret,
  });
