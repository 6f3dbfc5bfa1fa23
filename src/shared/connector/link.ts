// The line to a CRM: signs in, keeps the pace, says again what a worn-out token has lost. Reading and writing go through one of them, so that both
// together stay within the CRM's limits. What reaches the network is given to it.

import { type CrmAnswer, parsed } from './answer.ts';
import type { Description } from './description.ts';
import { type Pace, takePlace } from './pace.ts';
import { textAt } from './pointer.ts';
import type { CrmRequest, Site } from './request.ts';
import { fill, type Values } from './template.ts';

export interface Wire {
  /** Null: no answer. Follows no redirection. */
  send(request: Omit<CrmRequest, 'pace'>): Promise<CrmAnswer | null>;
  now(): number;
  /** Rejects where it is over before its time: nothing is to be asked any more. */
  wait(ms: number): Promise<void>;
}

export interface CrmLink {
  /** Null: no answer. Rejects where waiting for its turn does. */
  ask(request: CrmRequest): Promise<CrmAnswer | null>;
}

/** A token is renewed so long before it ends, for requests that are under way. */
const renewedBeforeMs = 60_000;

export function createLink(description: Description, site: Site, secrets: Values, wire: Wire): CrmLink {
  const { signIn } = description;
  const all: Values = { ...site.settings, ...secrets, address: site.address };
  // As though one had been asked just now: whoever is started again and again asks no more than others.
  let pace: Pace = Object.keys(description.paces).reduce<Pace>(
    (before, name) => takePlace(description.paces, before, name, wire.now()).pace,
    {},
  );
  let token: { readonly value: string; readonly until: number } | null = null;

  async function inTurn(request: CrmRequest): Promise<CrmAnswer | null> {
    const place = takePlace(description.paces, pace, request.pace, wire.now());
    pace = place.pace;
    if (place.goesAt > wire.now()) await wire.wait(place.goesAt - wire.now());
    const { pace: _, ...sent } = request;
    return wire.send(sent);
  }

  /** What proves who we are; an answer instead where that was refused. */
  async function proof(pace: string): Promise<Readonly<Record<string, string>> | CrmAnswer | null> {
    if (signIn.by === 'headers') {
      return Object.fromEntries(
        Object.entries(signIn.headers).map(([name, text]) => [name.toLowerCase(), fill(text, all)]),
      );
    }
    if (signIn.by === 'basic') {
      return { authorization: `Basic ${base64(`${fill(signIn.user, all)}:${fill(signIn.password, all)}`)}` };
    }
    if (token === null || wire.now() >= token.until) {
      const form = Object.fromEntries(Object.entries(signIn.form).map(([name, text]) => [name, fill(text, all)]));
      const answer = await inTurn({
        method: 'POST',
        url: fill(signIn.from, all),
        headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(form).toString(),
        pace,
      });
      token = readToken(answer, wire.now());
      // 400 is what OAuth says of a wrong key (RFC 6749, 5.2): here it means the sign-in, wherever it was on the way to.
      if (token === null)
        return answer !== null && answer.status < 500 && answer.status !== 429 ? { ...answer, status: 401 } : answer;
    }
    return { authorization: `Bearer ${token.value}` };
  }

  async function once(request: CrmRequest): Promise<CrmAnswer | null> {
    const shown = await proof(request.pace);
    if (shown === null || isAnswer(shown)) return shown;
    return inTurn({ ...request, headers: { ...request.headers, ...shown } });
  }

  return {
    async ask(request) {
      const answer = await once(request);
      if (answer?.status !== 401 || token === null) return answer;
      token = null;
      return once(request);
    },
  };
}

const isAnswer = (found: Readonly<Record<string, string>> | CrmAnswer): found is CrmAnswer =>
  typeof found.status === 'number';

function readToken(answer: CrmAnswer | null, now: number): { value: string; until: number } | null {
  if (answer?.status !== 200) return null;
  const body = parsed(answer);
  const value = textAt(body, '/access_token');
  // Salesforce does not say how long it is good for; 401 tells.
  const seconds = Number(textAt(body, '/expires_in') ?? 3_600);
  return value === null ? null : { value, until: now + Math.max(0, seconds * 1_000 - renewedBeforeMs) };
}

const base64 = (text: string): string => btoa(String.fromCharCode(...new TextEncoder().encode(text)));
