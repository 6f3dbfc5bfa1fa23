// The backend as a program: opens the database, brings it up to date, listens, says where, and stops when told to.
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { buildServer } from './app.ts';
import { examineBy } from './attachments/scan.ts';
import { defaultConfig } from './config.ts';
import { connectorsOutside } from './connectors/outside.ts';
import { keepHouseClock } from './db/houseClock.ts';
import { migrate } from './db/migrate.ts';
import { openDb } from './db/open.ts';
import type { ServerDeps } from './deps.ts';
import { keepListProposals } from './lists/proposals.ts';
import { createLogger } from './logger.ts';
import { listenForMetrics } from './metrics/listen.ts';
import { createMetrics } from './metrics/metrics.ts';
import { type Options, readOptions, usage } from './options.ts';
import { openBridge } from './pbx/open.ts';
import { keepProposals } from './privacy/proposals.ts';
import { applyCompanyFile } from './seed/companyFile.ts';
import { seedDemo } from './seed/seedDemo.ts';
import { onStopRequest } from './stopRequest.ts';

/** Right both from the sources (src/server) and from the built file (out/main). */
const projectAssets = join(import.meta.dirname, '..', '..', 'assets');

const visitorPages = join(import.meta.dirname, '..', '..', 'out', 'main', 'widget');

/** What takes longer than this to stop is left behind: a request that never ends must not keep an upgrade from going on. */
const longestStopMs = 20_000;

const isLoopback = (host: string): boolean => /^(127\.|::1$|localhost$)/.test(host);

/** Resolves, once it listens, to the function that stops it. */
async function start(options: Options, logger: Logger): Promise<() => Promise<void>> {
  logger.info({ storage: options.storage.kind }, 'opening the database');
  if (options.storage.kind === 'memory') logger.warn('the database is in memory: it is gone when this program ends');
  const connectors = options.sealingKey && (await connectorsOutside(options.assets, options.sealingKey));
  const db = await openDb(options.storage, (error) => logger.error({ err: error }, 'database connection lost'));
  const closing = async (error: unknown): Promise<never> => {
    await db.close();
    throw error;
  };
  const clock = await keepHouseClock(db, (byMs) =>
    logger.warn({ byMs }, 'the clock has been set, or this machine has slept'),
  ).catch(closing);
  const deps: ServerDeps = {
    db,
    clock: clock.now,
    clockSettled: clock.settled,
    random: randomBytes,
    config: {
      ...defaultConfig,
      pbxServers: options.pbx,
      iceServers: options.iceServers,
      oidc: options.oidc,
      publicUrl: options.publicUrl,
      surveyToken: options.surveyToken,
      localAccounts: options.localAccounts,
      lookupsPerMinute: options.lookups,
      trustedProxies: [...defaultConfig.trustedProxies, ...options.proxy],
    },
    logger,
    assets: options.assets,
    visitorPages,
    bridge: openBridge(options.bridge, logger, clock.now),
    ...(connectors && { connectors }),
    attachments: { sealingKey: options.sealingKey, examine: options.examine && examineBy(options.examine) },
  };
  try {
    const migrations = await migrate(db);
    if (migrations.length > 0) logger.info({ migrations }, 'database brought up to date');
    await keepProposals(db, options.assets);
    await keepListProposals(db, options.assets, deps.clock());
    if (options.company !== null) {
      logger.info('applying the company’s file');
      await applyCompanyFile(deps, options.company, options.assets);
    }
    if (options.seed === 'demo') {
      logger.info({ customers: options.customers }, 'filling the exercise company');
      const onProgress = (done: number, of: number) => logger.info({ done, of }, 'made-up customers');
      await seedDemo(deps, { assets: options.assets, customers: options.customers, onProgress });
    }
    if (options.company !== null || options.seed === 'demo') await keepListProposals(db, options.assets, deps.clock());
    const metrics = options.metrics && createMetrics(db);
    const app = await buildServer(deps, metrics);
    if (!isLoopback(options.host)) logger.warn('this is plain HTTP: put a proxy with TLS before it');
    const watching = options.metrics && metrics && (await listenForMetrics(metrics, options.metrics));
    const url = await app.listen({ port: options.port, host: options.host });
    const said = {
      listening: url,
      ...(options.seed === 'demo' && { chat: new URL('/chat/demo.html', url).href }),
      ...(watching && { metrics: watching.url }),
    };
    process.stdout.write(`${JSON.stringify(said)}\n`);
    return async () => {
      await app.close();
      await watching?.close();
      await clock.stop();
      await db.close();
    };
  } catch (error) {
    await clock.stop();
    return closing(error);
  }
}

const options = readOptions(process.argv.slice(2), process.env, projectAssets);
const logger = createLogger();
if (!options.ok) {
  process.stderr.write(`${options.error}\n\n${usage}\n`);
  process.exitCode = 2;
} else {
  let stop: Promise<() => Promise<void>> | null = null;
  onStopRequest((why) => {
    logger.info({ why }, 'stopping');
    setTimeout(() => process.exit(1), longestStopMs).unref();
    stop?.then((run) => run()).finally(() => process.exit());
  });
  stop = start(options.value, logger);
  stop.catch((error: Error) => {
    process.stderr.write(`The backend could not start: ${error.message}\n`);
    logger.fatal({ err: error }, 'could not start');
    process.exit(1);
  });
}
