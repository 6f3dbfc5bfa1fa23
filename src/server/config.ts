// What an installation may set, with the values that fit most. Durations say their unit in their name.

import type { Role } from '#shared/model/role';
import type { PbxSettings } from '#shared/protocol/workstation';

export interface ServerConfig {
  /** WebSocket addresses of the PBX in the order of preference; empty: none is configured yet. */
  readonly pbxServers: readonly string[];
  /** STUN and TURN servers for phones that no straight way leads to. */
  readonly iceServers: PbxSettings['iceServers'];
  /** Whether agents may sign in with a name and password that are kept here. */
  readonly localAccounts: boolean;
  /** The company's own sign-in service (OpenID Connect); null: none. */
  readonly oidc: {
    readonly issuer: string;
    readonly clientId: string;
    /** Null: a public client, which PKCE alone guards. */
    readonly secret: string | null;
    /** Which claim is the agent's name here. */
    readonly claim: string;
    readonly scope: string;
    /** Which claim says the role, by which values; null: roles are decided here. Whoever has none of them is an agent. */
    readonly roles: { readonly claim: string; readonly of: readonly (readonly [value: string, role: Role])[] } | null;
    /** What the company calls it. */
    readonly name: string;
    /** After so long one has to sign in there anew. */
    readonly hours: number;
  } | null;
  /** Where this backend is reached from outside ("https://…", no slash at the end): browsers come back to it from other CRMs. Null: not said. */
  readonly publicUrl: string | null;
  /** By which the company's gateway takes links to surveys to send them; null: there is none, and nobody is asked by a link. */
  readonly surveyToken: string | null;
  readonly accessTokenSeconds: number;
  readonly refreshTokenDays: number;
  /** After `attempts` wrong passwords within `minutes`, that name stays locked until the oldest of them is that old. */
  readonly lockOut: { readonly attempts: number; readonly minutes: number };
  /** Addresses or networks of reverse proxies; "loopback" is this machine. */
  readonly trustedProxies: readonly string[];
  /** Per network address: an office signs in from one address at eight o'clock. */
  readonly signInsPerMinute: number;
  /** Per agent and instance: more callers than anybody takes, fewer than a script wants that reads them all. */
  readonly lookupsPerMinute: number;
  /** Argon2id (RFC 9106); kept with each hash, so that they can be raised without asking anybody for a password. */
  readonly argon2: { readonly memoryKib: number; readonly iterations: number; readonly parallelism: number };
  readonly segments: {
    /** A load is given what was made at most this long ago. */
    readonly hours: number;
    /** Made anew sooner where more than this share of the customers has changed since. */
    readonly drift: number;
    readonly customers: number;
    /** Of those that come first: whoever was spoken to within `recentDays`. */
    readonly recentCustomers: number;
    readonly recentDays: number;
  };
  readonly eventCommentSeconds: number;
  /** Pokes about changes are held together for this long. */
  readonly pokeGapMs: number;
  readonly idempotencyDays: number;
  /** How long a deletion is remembered for the change feed; who holds a cursor older than that has to load everything anew. */
  readonly tombstoneDays: number;
  /** Where the company's days begin and end. */
  readonly timeZone: string;
  /** Hints about the queues are held together for this long. */
  readonly boardPokeGapMs: number;
  /** How long the instance that keeps the queues' journal may be silent before another one does. */
  readonly journalHoldSeconds: number;
  /** How long a request for help is kept. */
  readonly helpHours: number;
  /** How long an entry of the audit log may wait for its place in the chain. */
  readonly auditChainMs: number;
  /** How long the audit log is kept. */
  readonly auditMonths: number;
  /** How often another CRM is asked what has changed. */
  readonly connectorSeconds: number;
  /** How long the instance that reads a CRM may be silent before another one does. */
  readonly connectorHoldSeconds: number;
  /** A CRM's hints that something has changed there are held together for this long. */
  readonly hintGapMs: number;
}

export const defaultConfig: ServerConfig = {
  pbxServers: [],
  iceServers: [],
  localAccounts: true,
  oidc: null,
  publicUrl: null,
  surveyToken: null,
  accessTokenSeconds: 600,
  refreshTokenDays: 30,
  lockOut: { attempts: 5, minutes: 15 },
  trustedProxies: ['loopback'],
  signInsPerMinute: 120,
  lookupsPerMinute: 120,
  argon2: { memoryKib: 19_456, iterations: 2, parallelism: 1 },
  segments: { hours: 24, drift: 0.05, customers: 5_000, recentCustomers: 2_000, recentDays: 30 },
  eventCommentSeconds: 15,
  pokeGapMs: 200,
  idempotencyDays: 30,
  tombstoneDays: 90,
  timeZone: 'Europe/Rome',
  boardPokeGapMs: 500,
  journalHoldSeconds: 10,
  helpHours: 24,
  connectorSeconds: 60,
  connectorHoldSeconds: 180,
  hintGapMs: 5_000,
  auditChainMs: 2_000,
  auditMonths: 24,
};
