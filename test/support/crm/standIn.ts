// What all stand-ins for CRMs have in common: they count requests in the windows of their kind, know who may ask, answer badly where a test says so, and
// refuse whatever their published API does not know. Each is a function of a request.
import type { CrmAnswer } from '#shared/connector/answer';
import type { SentRequest } from '#shared/connector/request';
import type { Values } from '#shared/connector/template';
import type { AgreementServer } from './agreementServer.ts';
import type { CrmClock, CrmPerson, People } from './people.ts';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: Readonly<Record<string, string>>;
  readonly text: string;
  /** Of a JSON body. */
  readonly body: Record<string, unknown>;
}

export interface Reply {
  readonly status: number;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A call in the CRM's log, as people see it there. */
export interface CrmCall {
  readonly person: string;
  readonly incoming: boolean;
  readonly seconds: number;
  readonly text: string;
}

/** `lost` never arrives; `unheard` is carried out and its answer lost; `cut` breaks off in the middle; `page` is a proxy's. */
export type Fate = 'arrives' | 'lost' | 'unheard' | 'cut' | 'page' | Reply;

interface Limit {
  readonly requests: number;
  readonly seconds: number;
  readonly counts?: (asked: Asked) => boolean;
  readonly refusal: Reply;
}

export interface StandInParts {
  readonly kind: string;
  readonly people: People;
  readonly settings: Values;
  readonly secrets: Values;
  /** Where people agree that we read as them, and what is said of the CRM then. */
  readonly agreement?: { readonly server: AgreementServer; readonly settings: Values };
  /** Whether its rows say of somebody that they are gone. */
  readonly tellsDeletions: boolean;
  readonly limits: readonly Limit[];
  /** Null: it may ask. */
  refuse(asked: Asked): Reply | null;
  reply(asked: Asked): Reply;
  calls(): CrmCall[];
  /** Tokens and cursors given until now are worth nothing any more. */
  forgetTokens?(): void;
  forgetCursors?(): void;
}

export class StandIn {
  readonly address: string = 'https://crm.example.test';
  readonly parts: StandInParts;
  readonly asked: Asked[] = [];
  /** How often somebody has asked more than they may. */
  exceeded = 0;
  fate: (asked: Asked) => Fate = () => 'arrives';
  private readonly clock: CrmClock;
  private readonly times: number[][];

  constructor(clock: CrmClock, parts: StandInParts) {
    this.clock = clock;
    this.parts = parts;
    this.times = parts.limits.map(() => []);
  }

  answer({ method, url, headers, body }: SentRequest): CrmAnswer | null {
    const { pathname, searchParams } = new URL(url);
    const asked: Asked = {
      method,
      path: decodeURIComponent(pathname),
      query: searchParams,
      headers,
      text: body ?? '',
      body: body !== null && headers['content-type'] === 'application/json' ? JSON.parse(body) : {},
    };
    this.asked.push(asked);
    const fate = this.fate(asked);
    if (fate === 'lost') return null;
    if (fate === 'page') return this.written({ status: 200, body: '<html>Sign in to the guests’ network</html>' });
    if (typeof fate === 'object') return this.written(fate);
    const answer = this.written(this.overLimit(asked) ?? this.replied(asked));
    if (fate === 'unheard') return null;
    return fate === 'cut' ? { ...answer, body: answer.body.slice(0, answer.body.length / 2) } : answer;
  }

  private replied(asked: Asked): Reply {
    const { agreement, refuse, reply } = this.parts;
    const given = agreement?.server.give(asked);
    if (given) return given;
    return (agreement?.server.isGood(asked) ? null : refuse(asked)) ?? reply(asked);
  }

  private overLimit(asked: Asked): Reply | null {
    const { now } = this.clock;
    for (const [place, limit] of this.parts.limits.entries()) {
      if (limit.counts !== undefined && !limit.counts(asked)) continue;
      const within = (this.times[place] ?? []).filter((at) => at > now - limit.seconds * 1_000);
      this.times[place] = [...within, now];
      if (within.length < limit.requests) continue;
      this.exceeded += 1;
      return limit.refusal;
    }
    return null;
  }

  private written({ status, body, headers }: Reply): CrmAnswer {
    return {
      status,
      headers: { date: new Date(this.clock.now).toUTCString(), ...headers },
      body: body === undefined ? '' : typeof body === 'string' ? body : JSON.stringify(body),
    };
  }
}

/** The names of the query that the API does not know. */
export const unknownNames = ({ query }: Asked, known: readonly string[]): string[] =>
  [...query.keys()].filter((name) => !known.includes(name));

export const byId = (one: CrmPerson, other: CrmPerson): number => one.n - other.n;
export const byChange = (one: CrmPerson, other: CrmPerson): number => one.changed - other.changed;
