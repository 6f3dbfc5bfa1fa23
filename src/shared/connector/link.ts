// The line to a CRM: signs in, keeps the pace, says again what a worn-out token has lost. Reading and writing go through one of them, so that both
// together stay within the CRM's limits. What reaches the network is given to it.
import { asSignIn, readTokens, type Tokens } from './agreement.ts';
import type { CrmAnswer } from './answer.ts';
import type { Description } from './description.ts';
import { type Pace, takePlace } from './pace.ts';
import { type CrmRequest, formRequest, type SentRequest, type Site } from './request.ts';
import { fill, type Values } from './template.ts';

export interface Wire {
  /** Null: no answer. Follows no redirection. */
  send(request: SentRequest): Promise<CrmAnswer | null>;
  now(): number;
  /** Rejects where it is over before its time: nothing is to be asked any more. */
  wait(ms: number): Promise<void>;
}

export interface CrmLink {
  /** Null: no answer. Rejects where waiting for its turn does. */
  ask(request: CrmRequest): Promise<CrmAnswer | null>;
}

/**
 * A token that is good now. `worn`: that one has just been refused. Resolves to an answer, or to none, where no token was given: it stands for the
 * answer to what one wanted to ask. `send` waits for its turn.
 */
export type Bearer = (
  worn: string | null,
  send: (request: SentRequest) => Promise<CrmAnswer | null>,
) => Promise<string | CrmAnswer | null>;

export type Signing =
  | { readonly by: 'key'; readonly secrets: Values }
  | { readonly by: 'agreement'; readonly bearer: Bearer };

export function createLink(description: Description, site: Site, signing: Signing, wire: Wire): CrmLink {
  const proof = signing.by === 'agreement' ? byBearer(signing.bearer) : byKey(description, site, signing.secrets, wire);
  // As though one had been asked just now: whoever is started again and again asks no more than others.
  let pace: Pace = Object.keys(description.paces).reduce<Pace>(
    (before, name) => takePlace(description.paces, before, name, wire.now()).pace,
    {},
  );

  async function inTurn({ pace: name, ...request }: CrmRequest): Promise<CrmAnswer | null> {
    const place = takePlace(description.paces, pace, name, wire.now());
    pace = place.pace;
    if (place.goesAt > wire.now()) await wire.wait(place.goesAt - wire.now());
    return wire.send(request);
  }

  async function once(request: CrmRequest, worn: string | null) {
    const shown = await proof(worn, (asking) => inTurn({ ...asking, pace: request.pace }));
    if (!isProof(shown)) return { answer: shown, token: null };
    const answer = await inTurn({ ...request, headers: { ...request.headers, ...shown.headers } });
    return { answer, token: shown.token };
  }

  return {
    async ask(request) {
      const { answer, token } = await once(request, null);
      return answer?.status !== 401 || token === null ? answer : (await once(request, token)).answer;
    },
  };
}

/** What says who we are; `token`: where it may be worn out. */
interface Proof {
  readonly headers: Readonly<Record<string, string>>;
  readonly token: string | null;
}
type Prove = (...asked: Parameters<Bearer>) => Promise<Proof | CrmAnswer | null>;

const isProof = (found: Proof | CrmAnswer | null): found is Proof => found !== null && 'token' in found;

const byBearer =
  (bearer: Bearer): Prove =>
  async (worn, send) => {
    const token = await bearer(worn, send);
    return typeof token === 'string' ? { headers: { authorization: `Bearer ${token}` }, token } : token;
  };

function byKey({ signIn }: Description, site: Site, secrets: Values, wire: Wire): Prove {
  const all: Values = { ...site.settings, ...secrets, address: site.address };
  const filled = (templates: Readonly<Record<string, string>>) =>
    Object.entries(templates).map(([name, text]) => [name, fill(text, all)] as const);
  if (signIn.by === 'headers') {
    const headers = Object.fromEntries(filled(signIn.headers).map(([name, text]) => [name.toLowerCase(), text]));
    return async () => ({ headers, token: null });
  }
  if (signIn.by === 'basic') {
    const pair = base64(`${fill(signIn.user, all)}:${fill(signIn.password, all)}`);
    return async () => ({ headers: { authorization: `Basic ${pair}` }, token: null });
  }
  let tokens: Tokens | null = null;
  return byBearer(async (worn, send) => {
    if (tokens !== null && tokens.access !== worn && wire.now() < tokens.until) return tokens.access;
    const answer = await send(formRequest(fill(signIn.from, all), Object.fromEntries(filled(signIn.form))));
    tokens = readTokens(answer, wire.now());
    return tokens === null ? asSignIn(answer) : tokens.access;
  });
}

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
