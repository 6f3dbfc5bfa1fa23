// Connectors that read as a person: an administrator is sent to the CRM in a browser, comes back with a code, and the tokens that it is changed for are
// sealed, renewed in time and by one instance at a time, and said to be over when the CRM says so. Tokens are in no address, log or audit entry of ours.
import { createHash } from 'node:crypto';
import {
  type Agreeing,
  asSignIn,
  authorizeUrl,
  canAgree,
  codeRequest,
  isOver,
  isRevoked,
  notSignedIn,
  readTokens,
  renewalRequest,
  revocationRequest,
  type Tokens,
} from '#shared/connector/agreement';
import type { CrmAnswer } from '#shared/connector/answer';
import type { Description } from '#shared/connector/description';
import type { Bearer, Signing, Wire } from '#shared/connector/link';
import { may } from '#shared/model/role';
import type { Revoked } from '#shared/protocol/connectors';
import type { Agent } from '#shared/protocol/sessions';
import { audit } from '../audit/audit.ts';
import { house, type Seen, seenBy } from '../db/seenBy.ts';
import { newSecret, type ServerDeps } from '../deps.ts';
import { agentOfSession } from '../repositories/agents.ts';
import * as kept from '../repositories/agreements.ts';
import { type ConnectorRow, findConnector, lockConnector, tryAgain } from '../repositories/connectors.ts';
import type { ConnectorsOutside } from './outside.ts';
import { seal, unseal } from './sealing.ts';

/** How the way through the browser has ended. */
export type Agreed =
  | { readonly kind: 'agreed'; readonly connectorId: string; readonly former: Revoked }
  /** The person did not agree. */
  | { readonly kind: 'declined' }
  /** Nobody waits for it: used, too late, begun in a session that has ended, or for what the connector is no more. */
  | { readonly kind: 'stale' }
  /** The CRM does not take the application, or gives no tokens for the code. */
  | { readonly kind: 'failed' };

export interface CameBack {
  readonly state: string;
  readonly code?: string | undefined;
  /** Instead of a code (RFC 6749, 4.1.2.1). */
  readonly error?: string | undefined;
}

const minutesToAgree = 10;
/** Whoever removes a connector does not wait for the CRM any longer. */
const longestRevocationMs = 10_000;
const secondsToRenew = 90;
const againMs = 1_000;

/**
 * Where the browser comes back to. One for each kind, so that no CRM can pass its answer off as another one's (RFC 9700, 4.4.2.2);
 * null: nobody has said where this backend is reached from outside.
 */
export const redirectUriOf = ({ config }: Pick<ServerDeps, 'config'>, kind: string): string | null =>
  config.publicUrl === null ? null : `${config.publicUrl}/v1/connectors/agreed/${kind}`;

type Deps = Pick<ServerDeps, 'db' | 'clock' | 'random' | 'config' | 'logger'>;

export function createAgreements(deps: Deps, outside: ConnectorsOutside) {
  const { db, clock, random, logger } = deps;
  const asHouse = <T>(work: (tx: Seen) => Promise<T>): Promise<T> => seenBy(db.query, house, work);
  const tokensOf = (id: string, sealed: string): Tokens | null => {
    const found = unseal(outside.sealingKey, sealedFor(id), sealed);
    return found === null
      ? null
      : {
          access: String(found.access),
          refresh: found.refresh ? String(found.refresh) : null,
          until: Number(found.until),
        };
  };
  const sealTokens = (id: string, { access, refresh, until }: Tokens): string =>
    seal(outside.sealingKey, sealedFor(id), { access, refresh: refresh ?? '', until: String(until) }, random);

  /** Where the administrator's browser is to go; null: this CRM, or this installation, does not have that way. */
  async function begin(tx: Seen, row: ConnectorRow, sessionId: string): Promise<string | null> {
    const description = outside.descriptions.get(row.kind);
    const redirectUri = redirectUriOf(deps, row.kind);
    if (description === undefined || !canAgree(description) || redirectUri === null) return null;
    const [state, verifier] = [newSecret(random), newSecret(random)];
    const begun = {
      state: hashOf(state, 'hex'),
      connectorId: row.id,
      sessionId,
      verifier: seal(outside.sealingKey, sealedFor(row.id), { verifier }, random),
    };
    await kept.keepSignIn(tx, begun, new Date(clock().getTime() + minutesToAgree * 60_000));
    return authorizeUrl(description, row, { redirectUri, state, challenge: hashOf(verifier, 'base64url') });
  }

  /** What the browser has brought, to the address of that kind. Each state once. */
  async function finish(kind: string, { state, code, error }: CameBack): Promise<Agreed> {
    const found = await asHouse(async (tx) => {
      const begun = await kept.takeSignIn(tx, hashOf(state, 'hex'), clock());
      const row = begun && (await findConnector(tx, begun.connectorId));
      const session = begun && (await agentOfSession(tx, begun.sessionId));
      return begun && row && session ? { begun, row, by: session.agent } : null;
    });
    const description = outside.descriptions.get(kind);
    const redirectUri = redirectUriOf(deps, kind);
    if (found === null || description === undefined || !canAgree(description) || redirectUri === null)
      return { kind: 'stale' };
    const { begun, row, by } = found;
    if (row.kind !== kind || row.way !== 'agreement' || !may(by.role, 'manageConnectors')) return { kind: 'stale' };
    if (code === undefined) return { kind: error === 'access_denied' ? 'declined' : 'failed' };
    const verifier = unseal(outside.sealingKey, sealedFor(row.id), begun.verifier)?.verifier;
    const clientSecret = unseal(outside.sealingKey, row.id, row.secrets)?.clientSecret;
    if (verifier === undefined || clientSecret === undefined) return { kind: 'failed' };
    const proof = { code, redirectUri, verifier: String(verifier) };
    const request = codeRequest(description, row, String(clientSecret), proof);
    const tokens = readTokens(await outside.send(request, new AbortController().signal), clock().getTime());
    if (tokens === null) return { kind: 'failed' };
    const agreed = await asHouse((tx) => agree(tx, row, by, tokens));
    if (agreed === null) return { kind: 'stale' };
    return { kind: 'agreed', connectorId: row.id, former: await revoke(row, agreed.former, tokens) };
  }

  /** `asked`: the connector as it was when the code was changed. Null: it is another by now, and nothing is kept. */
  async function agree(
    tx: Seen,
    asked: ConnectorRow,
    by: Agent,
    tokens: Tokens,
  ): Promise<{ former: kept.KeptAgreement | null } | null> {
    const row = await lockConnector(tx, asked.id);
    if (row === null || accessOf(row) !== accessOf(asked)) return null;
    const at = clock();
    const former = await kept.findAgreement(tx, row.id);
    await kept.keepAgreement(tx, { connectorId: row.id, tokens: sealTokens(row.id, tokens), by: by.id, at });
    await tryAgain(tx, row.id, { ...row.reading, tries: 0, notBefore: 0, failure: null });
    await audit(tx, { by, at, action: 'connectorSignedIn', subject: null, detail: { connector: row.id } });
    return { former };
  }

  /**
   * Tells the CRM that what `former` was given for the connector, as it was then, is wanted no more. `now`: what it was given instead; where
   * that is the same, it stays.
   */
  async function revoke(row: ConnectorRow, former: kept.KeptAgreement | null, now?: Tokens): Promise<Revoked> {
    const description = outside.descriptions.get(row.kind);
    if (former === null || former.isOver || description === undefined || !canAgree(description)) return 'none';
    if (description.agreement.revoke === undefined) return 'none';
    const tokens = tokensOf(row.id, former.tokens);
    const clientSecret = unseal(outside.sealingKey, row.id, row.secrets)?.clientSecret;
    if (
      tokens !== null &&
      (tokens.access === now?.access || (tokens.refresh !== null && tokens.refresh === now?.refresh))
    )
      return 'none';
    if (tokens === null || clientSecret === undefined) return notRevoked(row.id, null);
    const answer = await giveBack(row, description, String(clientSecret), tokens);
    return isRevoked(answer) ? 'done' : notRevoked(row.id, answer?.status ?? null);
  }

  function notRevoked(connector: string, status: number | null): Revoked {
    logger.warn({ connector, status }, 'the CRM was not told that its tokens are wanted no more: take them back there');
    return 'failed';
  }

  /** Where the access token has to be shown and has ended, with a new one. */
  async function giveBack(
    row: ConnectorRow,
    description: Agreeing,
    clientSecret: string,
    tokens: Tokens,
  ): Promise<CrmAnswer | null> {
    const signal = AbortSignal.timeout(longestRevocationMs);
    const send = async (of: Tokens) => {
      const request = revocationRequest(description, row, clientSecret, of);
      return request && outside.send(request, signal);
    };
    const answer = await send(tokens);
    if (answer?.status !== 401 || description.agreement.revoke?.by !== 'bearer' || tokens.refresh === null)
      return answer;
    const again = await outside.send(renewalRequest(description, row, clientSecret, tokens.refresh), signal);
    const renewed = readTokens(again, clock().getTime(), tokens.refresh);
    if (renewed !== null) return send(renewed);
    return again !== null && isOver(description, again) ? answer : null;
  }

  /** Tokens of the agreement as they stand in the database, renewed by whoever needs one first. */
  const bearerOf =
    (row: ConnectorRow, description: Agreeing, clientSecret: string, wire: Pick<Wire, 'wait'>): Bearer =>
    async (worn, send) => {
      const { id } = row;
      for (let waits = 0; ; waits += 1) {
        const found = await asHouse((tx) => kept.findAgreement(tx, id));
        const tokens = found === null || found.isOver ? null : tokensOf(id, found.tokens);
        if (found === null || tokens === null) return notSignedIn;
        if (tokens.access !== worn && clock().getTime() < tokens.until) return tokens.access;
        const { refresh } = tokens;
        if (refresh === null) {
          if (tokens.access !== worn) return tokens.access;
          await asHouse((tx) => kept.settleRenewal(tx, id, found.tokens, { isOver: true }));
          return notSignedIn;
        }
        if (!(await asHouse((tx) => kept.claimRenewal(tx, id, found.tokens, secondsToRenew)))) {
          // Nobody renews for longer than that.
          if (waits * againMs > 2 * secondsToRenew * 1_000) return null;
          await wire.wait(againMs);
          continue;
        }
        const answer = await send(renewalRequest(description, row, clientSecret, refresh));
        const renewed = readTokens(answer, clock().getTime(), refresh);
        const isTakenBack = renewed === null && answer !== null && isOver(description, answer);
        const ended = renewed === null ? (isTakenBack ? { isOver: true } : {}) : { tokens: sealTokens(id, renewed) };
        await asHouse((tx) => kept.settleRenewal(tx, id, found.tokens, ended));
        return renewed === null ? asSignIn(answer) : renewed.access;
      }
    };

  /** How that connector signs in; null: its secrets were sealed with another key. */
  function signingOf(row: ConnectorRow, description: Description, wire: Pick<Wire, 'wait'>): Signing | null {
    const secrets = unseal(outside.sealingKey, row.id, row.secrets);
    if (secrets === null) return null;
    if (row.way === 'key') return { by: 'key', secrets };
    if (!canAgree(description)) return null;
    return { by: 'agreement', bearer: bearerOf(row, description, String(secrets.clientSecret), wire) };
  }

  return { begin, finish, revoke, signingOf };
}

/** What an agreement is for: given for another place, with other keys, it is none. */
const accessOf = ({ kind, address, settings, way, secrets }: ConnectorRow): string =>
  JSON.stringify([kind, address, Object.entries(settings).sort(), way, secrets]);

/** Not under what the connector's keys are sealed for: one cannot be put in the place of the other. */
const sealedFor = (connectorId: string): string => `${connectorId} agreement`;

const hashOf = (text: string, encoding: 'hex' | 'base64url'): string =>
  createHash('sha256').update(text).digest(encoding);
