// The backend without a port: requests are injected, and the test holds the clock.
import { randomBytes } from 'node:crypto';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { buildServer } from '#server/app';
import { defaultConfig, type ServerConfig } from '#server/config';
import type { ConnectorsOutside } from '#server/connectors/outside';
import type { Db } from '#server/db/db';
import { house, type Seen, seenBy } from '#server/db/seenBy';
import type { ServerDeps } from '#server/deps';
import type { Metrics } from '#server/metrics/metrics';
import type { PbxBridge } from '#server/pbx/bridge';
import { sessionSchema } from '#shared/protocol/sessions';
import { cheapArgon2, type ExerciseOptions, exerciseBegins, exerciseCompany, projectAssets } from './beginnings.ts';
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

export interface TestServerOptions extends Omit<ExerciseOptions, 'timeZone'> {
  readonly config?: Partial<ServerConfig>;
  readonly bridge?: PbxBridge;
  /** The PostgreSQL on which its database is made; left out: as `openTestDatabase`. */
  readonly postgres?: string | undefined;
  /** In place of one of its own: what it lacks of the exercise company is put in. */
  readonly db?: Db;
  readonly metrics?: Metrics;
  readonly connectors?: ConnectorsOutside;
  readonly attachments?: ServerDeps['attachments'];
  readonly clockSettled?: ServerDeps['clockSettled'];
  readonly visitorPages?: string;
}

export async function startTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const { customers, answersForOthers, config } = options;
  const beginning = exerciseCompany({ customers, answersForOthers, timeZone: config?.timeZone });
  if (options.db !== undefined) await beginning.fill(options.db);
  const db = options.db ?? (await openTestDatabase(beginning, options.postgres));
  let now = exerciseBegins.getTime();
  const deps: ServerDeps = {
    db,
    clock: () => new Date(now),
    random: randomBytes,
    config: {
      ...defaultConfig,
      argon2: cheapArgon2,
      pbxServers: ['wss://pbx.esempio.it:8089/ws'],
      signInsPerMinute: 1_000,
      ...config,
    },
    logger: pino({ level: 'silent' }),
    assets: projectAssets,
    bridge: options.bridge ?? null,
    ...(options.connectors && { connectors: options.connectors }),
    ...(options.attachments && { attachments: options.attachments }),
    ...(options.visitorPages !== undefined && { visitorPages: options.visitorPages }),
    ...(options.clockSettled && { clockSettled: options.clockSettled }),
  };
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
