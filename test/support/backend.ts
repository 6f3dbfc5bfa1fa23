// The real backend inside the test's own process: PGlite in memory, the exercise company, a free port.
import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { buildServer } from '#server/app';
import { defaultConfig, type ServerConfig } from '#server/config';
import type { ServerDeps } from '#server/deps';
import { keepListProposals } from '#server/lists/proposals';
import type { PbxBridge } from '#server/pbx/bridge';
import { seedDemo } from '#server/seed/seedDemo';
import { type Session, sessionSchema } from '#shared/protocol/sessions';
import { cheapArgon2, migrated, projectAssets } from './beginnings.ts';
import { openMemoryDatabase } from './memoryDatabase.ts';

export interface Backend {
  readonly url: string;
  readonly deps: ServerDeps;
  stop(): Promise<void>;
}

export interface BackendOptions {
  /** WebSocket address that the workstation names as the PBX. */
  readonly pbxUrl?: string;
  /** Made-up customers besides the named ones. */
  readonly customers?: number;
  readonly config?: Partial<ServerConfig>;
  readonly bridge?: PbxBridge;
  readonly clock?: () => Date;
  /** Folder of what visitors of a site get. */
  readonly visitorPages?: string;
}

/** Nobody listens there: for tests that need an address and no PBX. */
const nobody = 'ws://127.0.0.1:9';

/** A time zone where it is about noon: today's figures do not end in the middle of a test, at whatever hour it runs. */
function zoneAtNoon(now: Date): string {
  const hours = 12 - now.getUTCHours();
  // The names count the other way round: west of Greenwich is plus.
  return `Etc/GMT${hours > 0 ? '-' : '+'}${Math.abs(hours)}`;
}

export async function startBackend(options: BackendOptions = {}): Promise<Backend> {
  const db = await openMemoryDatabase(migrated);
  const clock = options.clock ?? (() => new Date());
  const deps: ServerDeps = {
    db,
    clock,
    random: randomBytes,
    config: {
      ...defaultConfig,
      argon2: cheapArgon2,
      pbxServers: [options.pbxUrl ?? nobody],
      timeZone: zoneAtNoon(clock()),
      ...options.config,
    },
    logger: pino({ level: 'silent' }),
    assets: projectAssets,
    bridge: options.bridge ?? null,
    ...(options.visitorPages !== undefined && { visitorPages: options.visitorPages }),
  };
  await keepListProposals(db, projectAssets, clock());
  await seedDemo(deps, { assets: projectAssets, customers: options.customers ?? 30, alone: true });
  const app = await buildServer(deps);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  return {
    url,
    deps,
    async stop() {
      await app.close();
      await db.close();
    },
  };
}

/** Signs an agent of the exercise company in. */
export async function signIn(url: string, username: string, password = 'cornetta'): Promise<Session> {
  const answer = await fetch(`${url}/v1/sessions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username, password }),
  });
  if (!answer.ok) throw new Error(`sign-in of ${username} refused with ${answer.status}`);
  return sessionSchema.parse(await answer.json());
}
