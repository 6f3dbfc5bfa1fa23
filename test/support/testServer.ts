// The backend without a port: requests are injected, and the test holds the clock.
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { buildServer } from '#server/app';
import { defaultConfig, type ServerConfig } from '#server/config';
import type { ConnectorsOutside } from '#server/connectors/outside';
import type { Db } from '#server/db/db';
import { migrate } from '#server/db/migrate';
import { house, type Seen, seenBy } from '#server/db/seenBy';
import type { ServerDeps } from '#server/deps';
import { countDays } from '#server/figures/count';
import { keepListProposals } from '#server/lists/proposals';
import type { Metrics } from '#server/metrics/metrics';
import type { PbxBridge } from '#server/pbx/bridge';
import { keepProposals } from '#server/privacy/proposals';
import { seedDemo } from '#server/seed/seedDemo';
import { sessionSchema } from '#shared/protocol/sessions';
import { cheapArgon2, projectAssets } from './backend.ts';
import { openTestDatabase } from './testDatabase.ts';

export type Ask = (request: InjectOptions) => Promise<LightMyRequestResponse>;

export interface TestServer {
  readonly app: FastifyInstance;
  readonly deps: ServerDeps;
  /** Without a session. */
  readonly ask: Ask;
  /** What somebody else does with the rows meanwhile: one transaction with the house's eyes. */
  write<T>(work: (tx: Seen) => Promise<T>): Promise<T>;
  /** Signs in, and asks as that agent from then on. */
  as(username: string): Promise<Ask>;
  pass(ms: number): void;
  stop(): Promise<void>;
}

export interface TestServerOptions {
  readonly config?: Partial<ServerConfig>;
  readonly bridge?: PbxBridge;
  readonly customers?: number;
  /** With the companies for which the exercise company answers, and its closed queue. */
  readonly answersForOthers?: boolean;
  readonly db?: Db;
  readonly metrics?: Metrics;
  readonly connectors?: ConnectorsOutside;
  readonly attachments?: ServerDeps['attachments'];
  readonly clockSettled?: ServerDeps['clockSettled'];
  readonly visitorPages?: string;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const db = options.db ?? (await openTestDatabase());
  let now = new Date('2026-03-02T09:00:00.000Z').getTime();
  const deps: ServerDeps = {
    db,
    clock: () => new Date(now),
    random: randomBytes,
    config: {
      ...defaultConfig,
      argon2: cheapArgon2,
      pbxServers: ['wss://pbx.esempio.it:8089/ws'],
      signInsPerMinute: 1_000,
      ...options.config,
    },
    logger: pino({ level: 'silent' }),
    assets: projectAssets,
    bridge: options.bridge ?? null,
    ...(options.connectors && { connectors: options.connectors }),
    ...(options.attachments && { attachments: options.attachments }),
    ...(options.visitorPages !== undefined && { visitorPages: options.visitorPages }),
    ...(options.clockSettled && { clockSettled: options.clockSettled }),
  };
  await migrate(db);
  await keepProposals(db, projectAssets);
  await keepListProposals(db, projectAssets, deps.clock());
  await seedDemo(deps, {
    assets: projectAssets,
    customers: options.customers ?? 20,
    alone: options.answersForOthers !== true,
  });
  // As after its first night: what the house writes of its own keeps the feed still meanwhile.
  await countDays(deps);
  const app = await buildServer(deps, options.metrics);
  const ask: Ask = (request) => app.inject(request);
  return {
    app,
    deps,
    ask,
    write: (work) => seenBy(db.query, house, work),
    async as(username) {
      const payload = { username, password: 'cornetta' };
      const answer = await ask({ method: 'POST', url: '/v1/sessions', payload });
      const { accessToken } = sessionSchema.parse(answer.json());
      return (request) => ask({ ...request, headers: { authorization: `Bearer ${accessToken}`, ...request.headers } });
    },
    pass(ms) {
      now += ms;
    },
    async stop() {
      await app.close();
      await db.close();
    },
  };
}
