// An authorization server as RFC 6749, 7636 and 9700 want it, and stricter than most: exact addresses, codes that work once, proof of who asked, refresh
// tokens that change where its maker's do. What it does not know it refuses.
import { createHash } from 'node:crypto';
import type { CrmClock } from './people.ts';
import type { Asked, Reply } from './standIn.ts';

export interface AgreementSettings {
  /** The whole address of the page where people agree. */
  readonly authorize: string;
  readonly tokenPath: string;
  readonly clientId: string;
  readonly scope: string | null;
  readonly pkce: boolean;
  /** A refresh token is good once; `alsoAccess`: and the former access token ends with it. */
  readonly rotates?: 'no' | 'yes' | 'alsoAccess';
  /** Null: it does not say for how long. */
  readonly lasts?: number | null;
  /** Where tokens are given back: in a form with these names (RFC 7009), or, without, by whoever shows the access token. */
  readonly revoke?: { readonly path: string; readonly form?: readonly string[]; readonly refusesUnknown?: boolean };
}

interface Code {
  readonly redirectUri: string;
  readonly challenge: string | null;
  readonly until: number;
  used: boolean;
}

const refused = (error: string, status = 400): Reply => ({ status, body: { error } });
const clientSecret = 'the-secret-of-cornetta';
const usualSeconds = 1_800;

export class AgreementServer {
  /** What the company enters here as the application's return address. */
  redirectUri = '';
  readonly settings: AgreementSettings;
  readonly secrets = { clientSecret };
  renewals = 0;
  /** Whoever agrees again is given the refresh token that they have. */
  givesTheSame = false;
  private readonly clock: CrmClock;
  private readonly codes = new Map<string, Code>();
  private readonly access = new Map<string, number>();
  private readonly refresh = new Map<string, string>();
  private count = 0;

  constructor(clock: CrmClock, settings: AgreementSettings) {
    this.clock = clock;
    this.settings = settings;
  }

  /** A person opens that address in a browser and agrees: the address that the browser is sent back to. Throws for what no such server shows. */
  agree(address: string): string {
    const asked = this.open(address);
    const code = this.next('code');
    this.codes.set(code, {
      redirectUri: this.redirectUri,
      challenge: asked.get('code_challenge'),
      until: this.clock.now + 60_000,
      used: false,
    });
    return this.back({ code, state: asked.get('state') ?? '' });
  }

  /** As `agree`, for a person who does not, or with another reason of the CRM's (RFC 6749, 4.1.2.1). */
  decline(address: string, error = 'access_denied'): string {
    return this.back({ error, state: this.open(address).get('state') ?? '' });
  }

  /** How many people's agreements stand. */
  get standing(): number {
    return this.refresh.size;
  }

  /** Null: not a question for it. */
  give(asked: Asked): Reply | null {
    const { method, path, query, headers, text } = asked;
    if (path === this.settings.revoke?.path) return this.revoke(asked);
    const said = new URLSearchParams(text);
    const grant = said.get('grant_type');
    if (path !== this.settings.tokenPath || grant === 'client_credentials') return null;
    const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
    if (method !== 'POST' || !isForm || query.size > 0) return refused('invalid_request');
    const names = new Set(said.keys());
    if (names.size !== said.size) return refused('invalid_request');
    if (said.get('client_id') !== this.settings.clientId || said.get('client_secret') !== clientSecret) {
      return refused('invalid_client', 401);
    }
    const known = {
      authorization_code: ['code', 'redirect_uri', ...(this.settings.pkce ? ['code_verifier'] : [])],
      refresh_token: ['refresh_token'],
    }[grant ?? ''];
    if (known === undefined) return refused('unsupported_grant_type');
    const wanted = ['grant_type', 'client_id', 'client_secret', ...known];
    if (names.size !== wanted.length || wanted.some((name) => !names.has(name))) return refused('invalid_request');
    return grant === 'refresh_token' ? this.renew(said.get('refresh_token') ?? '') : this.redeem(said);
  }

  isGood({ headers }: Asked): boolean {
    const token = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1];
    return (this.access.get(token ?? '') ?? 0) > this.clock.now;
  }

  /** Whoever has agreed takes it back. */
  takeBack(): void {
    this.access.clear();
    this.refresh.clear();
  }

  /** Access tokens end before their time, and refresh tokens stay good. */
  endAccess(): void {
    this.access.clear();
  }

  private revoke({ method, query, headers, text }: Asked): Reply {
    const { form, refusesUnknown = false } = this.settings.revoke ?? {};
    if (form === undefined) {
      const access = /^Bearer (.+)$/.exec(headers.authorization ?? '')?.[1] ?? '';
      if (method !== 'DELETE' || text !== '') return refused('invalid_request');
      if ((this.access.get(access) ?? 0) <= this.clock.now) return refused('invalid_token', 401);
      this.end(access);
      return { status: 204 };
    }
    const said = new URLSearchParams(text);
    const isForm = headers['content-type'] === 'application/x-www-form-urlencoded';
    const isAsked = [...said.keys()].sort().join() === [...form].sort().join();
    if (method !== 'POST' || !isForm || !isAsked || query.size > 0) return refused('invalid_request');
    const client = { client_id: this.settings.clientId, client_secret: clientSecret, token_type_hint: 'refresh_token' };
    if (Object.entries(client).some(([name, value]) => form.includes(name) && said.get(name) !== value))
      return refused('invalid_client', 401);
    const access = this.refresh.get(said.get('token') ?? '');
    if (access === undefined && refusesUnknown) return refused('invalid_token');
    if (access !== undefined) this.end(access);
    return { status: 200, body: {} };
  }

  /** With the refresh token that it belongs to. */
  private end(access: string): void {
    this.access.delete(access);
    for (const [refresh, its] of this.refresh) if (its === access) this.refresh.delete(refresh);
  }

  private open(address: string): URLSearchParams {
    const url = new URL(address);
    const { authorize, clientId, scope, pkce } = this.settings;
    if (`${url.origin}${url.pathname}` !== authorize) throw new Error(`nobody agrees at ${url.origin}${url.pathname}`);
    const asked = url.searchParams;
    const expected: Record<string, string | RegExp> = {
      response_type: 'code',
      client_id: clientId,
      redirect_uri: this.redirectUri,
      state: /^[\w-]{32,}$/,
      ...(scope !== null && { scope }),
      ...(pkce && { code_challenge: /^[\w-]{43}$/, code_challenge_method: 'S256' }),
    };
    for (const name of new Set([...asked.keys(), ...Object.keys(expected)])) {
      const [value, ...more] = asked.getAll(name);
      const want = expected[name];
      const isRight = want instanceof RegExp ? want.test(value ?? '') : want === value;
      if (want === undefined || more.length > 0 || !isRight) throw new Error(`the page does not take ${name}`);
    }
    return asked;
  }

  private redeem(said: URLSearchParams): Reply {
    const code = this.codes.get(said.get('code') ?? '');
    if (code?.used) this.takeBack();
    if (code === undefined || code.used || code.until < this.clock.now) return refused('invalid_grant');
    code.used = true;
    const proof = createHash('sha256')
      .update(said.get('code_verifier') ?? '')
      .digest('base64url');
    const isTheirs = code.challenge === null || code.challenge === proof;
    if (!isTheirs || said.get('redirect_uri') !== code.redirectUri) return refused('invalid_grant');
    const [same] = this.givesTheSame ? this.refresh.keys() : [];
    return this.tokens(same ?? this.next('refresh'));
  }

  private renew(refresh: string): Reply {
    const access = this.refresh.get(refresh);
    if (access === undefined) return refused('invalid_grant');
    this.renewals += 1;
    if (this.settings.rotates === 'alsoAccess') this.access.delete(access);
    if ((this.settings.rotates ?? 'no') === 'no') return this.tokens(refresh, false);
    this.refresh.delete(refresh);
    return this.tokens(this.next('refresh'));
  }

  private tokens(refresh: string, isTold = true): Reply {
    const access = this.next('access');
    const { lasts = usualSeconds } = this.settings;
    this.access.set(access, this.clock.now + (lasts ?? usualSeconds) * 1_000);
    this.refresh.set(refresh, access);
    return {
      status: 200,
      body: {
        access_token: access,
        token_type: 'bearer',
        ...(isTold && { refresh_token: refresh }),
        ...(lasts !== null && { expires_in: lasts }),
      },
    };
  }

  private next(of: string): string {
    this.count += 1;
    return `${of}-${this.settings.clientId}-${this.count}`;
  }

  private back(brought: Readonly<Record<string, string>>): string {
    return `${this.redirectUri}?${new URLSearchParams(brought)}`;
  }
}
