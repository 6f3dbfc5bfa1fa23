// The backend as a function of what it depends on: an instance that answers requests and listens nowhere yet.

import Fastify, { type FastifyInstance, LogController } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { protocolHeader, protocolsSpoken } from '#shared/protocol/version';
import { startChaining } from './audit/chaining.ts';
import { declareAudit } from './audit/declared.ts';
import { startChatKeeper } from './chat/keeper.ts';
import { startConnectors } from './connectors/runner.ts';
import { newSecret, type ServerDeps } from './deps.ts';
import { startHousekeeping } from './housekeeping.ts';
import { createAccessTokens } from './identity/accessTokens.ts';
import { createAuthenticate } from './identity/authenticate.ts';
import { createOidc } from './identity/oidc.ts';
import { createSignIn } from './identity/signIn.ts';
import { startImports } from './imports/imports.ts';
import type { Metrics } from './metrics/metrics.ts';
import { createBoards } from './pbx/board.ts';
import { startJournal } from './pbx/journal.ts';
import { startWatch } from './pbx/watch.ts';
import { keepable } from './plainText.ts';
import { registerProblems } from './problems.ts';
import { keptSecret } from './repositories/secrets.ts';
import { accountRoutes } from './routes/accounts.ts';
import { agentStateRoutes } from './routes/agentState.ts';
import { agreedRoutes } from './routes/agreed.ts';
import type { App } from './routes/app.ts';
import { articleRoutes } from './routes/articles.ts';
import { attachmentRoutes } from './routes/attachments.ts';
import { auditRoutes } from './routes/audit.ts';
import { boardRoutes } from './routes/boards.ts';
import { takeBytes } from './routes/bytes.ts';
import { callbackRoutes } from './routes/callbacks.ts';
import { caseRoutes } from './routes/cases.ts';
import { chatRoutes } from './routes/chats.ts';
import { connectorRoutes } from './routes/connectors.ts';
import { consentRoutes } from './routes/consents.ts';
import { customerRoutes } from './routes/customers.ts';
import { docsRoutes } from './routes/docs.ts';
import { eventRoutes } from './routes/events.ts';
import { figureRoutes } from './routes/figures.ts';
import { handoverRoutes } from './routes/handovers.ts';
import { healthRoutes } from './routes/health.ts';
import { helpRoutes } from './routes/help.ts';
import { hintRoutes } from './routes/hints.ts';
import { historyRoutes } from './routes/history.ts';
import { importRoutes } from './routes/imports.ts';
import { interactionRoutes } from './routes/interactions.ts';
import { letterRoutes } from './routes/letters.ts';
import { listeningRoutes } from './routes/listening.ts';
import { listRoutes } from './routes/lists.ts';
import { lostCallRoutes } from './routes/lostCalls.ts';
import { mergeRoutes } from './routes/merges.ts';
import { noteRoutes } from './routes/notes.ts';
import { preferenceRoutes } from './routes/preferences.ts';
import { privacyRoutes } from './routes/privacy.ts';
import { readyRoutes } from './routes/ready.ts';
import { reportRoutes } from './routes/reports.ts';
import { doorRoutes, sessionRoutes } from './routes/sessions.ts';
import { surveyRoutes } from './routes/surveys.ts';
import { syncRoutes } from './routes/sync.ts';
import { timelineRoutes } from './routes/timeline.ts';
import { visitorRoutes } from './routes/visitor.ts';
import { visitorPageRoutes } from './routes/visitorPages.ts';
import { workstationRoutes } from './routes/workstation.ts';
import { stopGently } from './stopGently.ts';
import { startKeySurveys } from './surveys/byKeys.ts';
import { createCursors } from './sync/cursors.ts';
import { createDigests } from './sync/digests.ts';
import { createFeed } from './sync/feed.ts';
import { startPokes } from './sync/pokes.ts';
import { createSegments } from './sync/segments.ts';

/** A note of 20 000 characters and 2 000 events fit well within it. */
const bodyLimit = 1024 * 1024;

/**
 * The server on a migrated database. Closing it ends its streams, lets requests in progress end, and leaves the database to its owner.
 * `metrics`: null where nobody watches.
 */
export async function buildServer(deps: ServerDeps, metrics: Metrics | null = null): Promise<FastifyInstance> {
  const { db, clock, config, logger } = deps;
  const secret = (name: string) => keptSecret(db.query, name, () => newSecret(deps.random));
  const accessTokens = createAccessTokens(await secret('access tokens'), config.accessTokenSeconds, clock);
  const cursors = createCursors(await secret('cursors'));
  const signIn = createSignIn(deps, accessTokens);
  const segments = createSegments({ ...deps, db: db.query }, cursors);
  const feed = createFeed(db.query, cursors);
  const digests = createDigests(db.query, cursors);

  const app: App = Fastify({
    loggerInstance: logger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit,
    requestTimeout: 30_000,
    // Nobody asks for the head of a stream of events.
    exposeHeadRoutes: false,
    // Only their word counts for who is asking (X-Forwarded-For).
    trustProxy: [...config.trustedProxies],
    genReqId: () => Buffer.from(deps.random(5)).toString('hex'),
  }).withTypeProvider();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  registerProblems(app);
  stopGently(app);
  logRequests(app);
  metrics?.watchRequests(app);
  app.addHook('preValidation', async (request) => {
    request.body = keepable(request.body);
    request.query = keepable(request.query);
  });

  app.addHook('onRequest', async (_request, reply) => {
    reply.header(protocolHeader, protocolsSpoken);
  });

  let stopping = false;
  app.addHook('preClose', async () => {
    stopping = true;
  });
  const pokes = await startPokes(deps);
  metrics?.watchPokes(pokes);
  const housekeeping = startHousekeeping(deps);
  const chaining = startChaining(deps);
  const chatKeeper = startChatKeeper(deps);
  const imports = startImports(deps);
  const connectors = startConnectors(deps);
  pokes.onConnector(connectors.readHere);
  const watch = startWatch(deps);
  const journal = startJournal(deps, watch);
  metrics?.watchQueues(watch, journal);
  const keySurveys = startKeySurveys(deps, watch);
  const boards = createBoards(deps, watch);
  pokes.onBoard(boards.forget);
  watch.onChange(pokes.boardChanged);
  app.addHook('onClose', async () => {
    await deps.bridge?.stop();
    await Promise.all([
      pokes.stop(),
      housekeeping.stop(),
      chaining.stop(),
      chatKeeper.stop(),
      imports.stop(),
      connectors.stop(),
      journal.stop(),
      keySurveys.stop(),
    ]);
  });

  await docsRoutes(app);
  visitorPageRoutes(app, deps);
  healthRoutes(app, () => stopping, watch.status);
  readyRoutes(app, db);
  /** What was good for an hour before the machine slept is not good any more: whoever comes first waits for the right time. */
  const inTime = (scope: App) => {
    const { clockSettled } = deps;
    if (clockSettled !== undefined) scope.addHook('onRequest', async () => clockSettled());
  };
  await app.register(async (doors: App) => {
    inTime(doors);
    doorRoutes(doors, signIn, createOidc(deps), deps);
    agreedRoutes(doors, deps, connectors);
    await doors.register(async (visitors: App) => {
      takeBytes(visitors);
      visitorRoutes(visitors, deps, pokes);
    });
    await doors.register(async (asked: App) => surveyRoutes(asked, deps));
    await doors.register(async (raw: App) => hintRoutes(raw, deps, connectors));
  });
  await app.register(async (inside: App) => {
    inTime(inside);
    inside.addHook('onRequest', createAuthenticate(db.query, accessTokens));
    declareAudit(inside, deps);
    sessionRoutes(inside, signIn, deps);
    workstationRoutes(inside, deps);
    syncRoutes(inside, feed, segments, digests);
    accountRoutes(inside, deps, signIn);
    eventRoutes(inside, pokes, config);
    customerRoutes(inside, deps);
    historyRoutes(inside, deps);
    takeBytes(inside);
    attachmentRoutes(inside, deps);
    mergeRoutes(inside, deps);
    timelineRoutes(inside, deps);
    noteRoutes(inside, deps);
    articleRoutes(inside, deps);
    caseRoutes(inside, deps);
    letterRoutes(inside, deps);
    chatRoutes(inside, deps);
    consentRoutes(inside, deps);
    importRoutes(inside, deps, imports);
    connectorRoutes(inside, deps, connectors);
    interactionRoutes(inside, deps);
    handoverRoutes(inside, deps);
    agentStateRoutes(inside, deps);
    boardRoutes(inside, deps, boards);
    figureRoutes(inside, deps);
    reportRoutes(inside, deps);
    lostCallRoutes(inside, deps);
    privacyRoutes(inside, deps);
    callbackRoutes(inside, deps);
    helpRoutes(inside, deps);
    listRoutes(inside, deps);
    preferenceRoutes(inside, deps);
    listeningRoutes(inside, deps, watch);
    auditRoutes(inside, deps);
  });
  return app;
}

/** One line for each request: the route's pattern, never the address itself (it may hold a number or a cursor). */
function logRequests(app: App): void {
  app.addHook('onResponse', async (request, reply) => {
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url ?? 'none',
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime),
      },
      'request',
    );
  });
}
