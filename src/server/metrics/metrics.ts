// What this instance counts and measures, for whoever watches over it (Prometheus). Labels are routes' patterns and kinds, never a value
// that a request brought.
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client';
import type { Db } from '../db/db.ts';
import { house, seenBy } from '../db/seenBy.ts';
import type { Journal } from '../pbx/journal.ts';
import type { QueueWatch } from '../pbx/watch.ts';
import { heldBack } from '../repositories/feed.ts';
import type { App } from '../routes/app.ts';
import type { Pokes } from '../sync/pokes.ts';

export interface Metrics {
  /** Counts the requests that this app answers from now on. Before its routes are added. */
  watchRequests(app: App): void;
  watchPokes(pokes: Pick<Pokes, 'listeners' | 'onTold'>): void;
  watchQueues(watch: Pick<QueueWatch, 'status'>, journal: Pick<Journal, 'isKeeper'>): void;
  /** As Prometheus reads it, and its media type. */
  text(): Promise<{ readonly type: string; readonly body: string }>;
}

/** Seconds. From a lookup to a segment that is made; what takes longer is looked into by hand. */
const buckets = [0.002, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10];

export function createMetrics(db: Db): Metrics {
  const registry = new Registry();
  const registers = [registry];
  collectDefaultMetrics({ register: registry });
  watchFeed(db, registers);
  watchConnections(db, registers);
  return {
    watchRequests(app) {
      const durations = new Histogram({
        name: 'http_request_duration_seconds',
        help: 'Requests answered, by the pattern of their route',
        labelNames: ['method', 'route', 'status'],
        buckets,
        registers,
      });
      app.addHook('onResponse', async (request, reply) => {
        const route = request.routeOptions.url ?? 'none';
        durations.observe({ method: request.method, route, status: reply.statusCode }, reply.elapsedTime / 1000);
      });
    },
    watchPokes(pokes) {
      new Gauge({
        name: 'cornetta_event_listeners',
        help: 'Apps that listen for hints (server-sent events) at this instance',
        registers,
        collect() {
          this.set(pokes.listeners());
        },
      });
      const told = new Counter({
        name: 'cornetta_pokes_total',
        help: 'Hints that this instance has passed on to all who listened, by kind',
        labelNames: ['kind'],
        registers,
      });
      pokes.onTold((kind) => told.inc({ kind }));
    },
    watchQueues(watch, journal) {
      new Gauge({
        name: 'cornetta_bridge_connected',
        help: 'Whether this instance is connected to the PBX: 1, or 0; also 0 where no bridge is set up',
        registers,
        collect() {
          this.set(watch.status() === 'connected' ? 1 : 0);
        },
      });
      new Gauge({
        name: 'cornetta_journal_keeper',
        help: 'Whether this instance keeps the journal of the queues: of all instances one does, where there is a bridge',
        registers,
        collect() {
          this.set(journal.isKeeper() ? 1 : 0);
        },
      });
    },
    text: async () => ({ type: registry.contentType, body: await registry.metrics() }),
  };
}

/** The feed shows nothing above the oldest open transaction (ADR 0004): one that is forgotten open stops it for everybody. */
function watchFeed(db: Db, registers: Registry[]): void {
  let stood: { readonly edge: string; readonly since: number } | null = null;
  // The database is away: what was true is not known to be so any more.
  const look = () => seenBy(db.query, house, heldBack, { readOnly: true }).catch(() => null);
  new Gauge({
    name: 'cornetta_feed_held_back_rows',
    help: 'Changes that are written and that no app may read yet, because an older transaction is still open',
    registers,
    async collect() {
      this.set((await look())?.rows ?? Number.NaN);
    },
  });
  new Gauge({
    name: 'cornetta_feed_held_back_seconds',
    help: 'For how long the change feed has been seen to stand still before something that is written; 0 when it does not',
    registers,
    async collect() {
      const held = await look();
      if (held === null) return this.set(Number.NaN);
      if (held.rows === 0) stood = null;
      else if (stood?.edge !== held.edge) stood = { edge: held.edge, since: performance.now() };
      this.set(stood === null ? 0 : (performance.now() - stood.since) / 1000);
    },
  });
}

/** The pool's connections; PGlite has none. */
function watchConnections(db: Db, registers: Registry[]): void {
  const { connections } = db;
  if (connections === null) return;
  new Gauge({
    name: 'cornetta_database_connections',
    help: 'Connections to PostgreSQL, and requests that wait for one',
    labelNames: ['state'],
    registers,
    collect() {
      for (const [state, count] of Object.entries(connections())) this.set({ state }, count);
    },
  });
}
