// The company's own sign-in service (OpenID Connect): the app brings the code that the browser was given and the secret that only it has
// (PKCE), and the backend exchanges both for who it is.
import * as client from 'openid-client';
import { err, ok, type Result } from '#shared/lib/result';
import type { Role } from '#shared/model/role';
import type { ServerConfig } from '../config.ts';
import { newSecret, type ServerDeps } from '../deps.ts';
import { keepBrowserSignIn, takeBrowserSignIn } from '../repositories/browserSignIns.ts';

export type OidcRefusal =
  /** It said no, or what was brought is unknown, used already, too old, or somebody else's. */
  | 'refused'
  | 'providerAway'
  /** Its clock and this one differ by more than it takes to sign in. */
  | 'clockOff';

export interface Oidc {
  /** How the company calls it. */
  readonly name: string;
  /** Where the browser is to go. */
  begin(asked: {
    redirectUri: string;
    codeChallenge: string;
  }): Promise<Result<{ state: string; authorizationUrl: string }, OidcRefusal>>;
  /** The name by which the agent is known here, in small letters, and their role where the service decides it. Each sign-in is finished once. */
  finish(brought: {
    state: string;
    code: string;
    codeVerifier: string;
    iss?: string;
  }): Promise<Result<{ readonly username: string; readonly role: Role | null }, OidcRefusal>>;
}

type Settings = NonNullable<ServerConfig['oidc']>;

const minutesToSignIn = 10;
/** By less the two clocks may always differ. */
const mostOffSeconds = 2;

/** Null where the company has none. */
export function createOidc(deps: ServerDeps): Oidc | null {
  const settings = deps.config.oidc;
  return settings === null ? null : oidcOf(settings, deps);
}

function oidcOf(settings: Settings, { db, clock, random, logger }: ServerDeps): Oidc {
  let known: { readonly skew: number; readonly configuration: client.Configuration } | null = null;

  /** Asked for when first needed, and again as long as it has not answered. */
  async function provider(): Promise<client.Configuration> {
    const issuer = new URL(settings.issuer);
    // The options see to it that only one on this machine is not https.
    const execute = issuer.protocol === 'http:' ? [client.allowInsecureRequests] : [];
    // The house's clock counts, not that of the machine, which may be set at any moment.
    const skew = Math.round((clock().getTime() - Date.now()) / 1000);
    if (known !== null && Math.abs(known.skew - skew) <= mostOffSeconds) return known.configuration;
    const configuration = await client.discovery(
      issuer,
      settings.clientId,
      { [client.clockSkew]: skew },
      settings.secret === null ? client.None() : client.ClientSecretPost(settings.secret),
      { execute, timeout: 10 },
    );
    known = { skew, configuration };
    return configuration;
  }

  function refusalOf(error: unknown): OidcRefusal {
    const { code, cause, status } = error as { code?: unknown; cause?: { code?: unknown }; status?: unknown };
    logger.warn({ err: error }, 'the sign-in service');
    if (code === 'OAUTH_JWT_TIMESTAMP_CHECK_FAILED') return 'clockOff';
    const isAway =
      code === 'OAUTH_TIMEOUT' ||
      (error instanceof TypeError && cause !== undefined) ||
      (typeof status === 'number' && status >= 500);
    return isAway || code === 'OAUTH_RESPONSE_IS_NOT_CONFORM' ? 'providerAway' : 'refused';
  }

  return {
    name: settings.name,
    async begin({ redirectUri, codeChallenge }) {
      try {
        const configuration = await provider();
        const flow = { state: newSecret(random), nonce: newSecret(random), redirectUri };
        await keepBrowserSignIn(db.query, flow, new Date(clock().getTime() + minutesToSignIn * 60_000));
        const url = client.buildAuthorizationUrl(configuration, {
          redirect_uri: redirectUri,
          scope: settings.scope,
          code_challenge: codeChallenge,
          code_challenge_method: 'S256',
          state: flow.state,
          nonce: flow.nonce,
        });
        return ok({ state: flow.state, authorizationUrl: url.href });
      } catch (error) {
        return err(refusalOf(error));
      }
    },
    async finish({ state, code, codeVerifier, iss }) {
      const flow = await takeBrowserSignIn(db.query, state, clock());
      if (flow === null) return err('refused');
      const answered = new URL(flow.redirectUri);
      answered.search = new URLSearchParams({ code, state, ...(iss !== undefined && { iss }) }).toString();
      try {
        const configuration = await provider();
        const tokens = await client.authorizationCodeGrant(configuration, answered, {
          expectedState: flow.state,
          expectedNonce: flow.nonce,
          pkceCodeVerifier: codeVerifier,
        });
        const claims = tokens.claims();
        if (claims === undefined) return err('refused');
        const { claim, roles } = settings;
        const wanted = [claim, ...(roles === null ? [] : [roles.claim])];
        // Where the token itself does not say it, the service is asked (OpenID Connect Core 5.4).
        const said: Readonly<Record<string, unknown>> = wanted.every((name) => name in claims)
          ? claims
          : { ...(await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)), ...claims };
        const name = said[claim];
        if (typeof name !== 'string' || name === '') return err('refused');
        const role = roles === null ? null : roleBy(roles, said[roles.claim]);
        return ok({ username: name.toLowerCase(), role });
      } catch (error) {
        return err(refusalOf(error));
      }
    },
  };
}

/** By the first of the values that the service says of them, in the order of the settings. */
function roleBy({ of }: NonNullable<Settings['roles']>, said: unknown): Role {
  const values: readonly unknown[] = Array.isArray(said) ? said : [said];
  return of.find(([value]) => values.includes(value))?.[1] ?? 'agent';
}
