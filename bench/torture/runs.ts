// The long runs: a day in which real programs are killed with a bad network between them, and the feed under its writers.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres } from '#server/db/postgres';
import { startFaultyProxy } from '../../test/support/faultyProxy.ts';
import { startFeedTorture } from '../../test/support/feedTorture.ts';
import { checkDay, killedDay } from '../../test/support/killedDay.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { startServerProgram } from '../../test/support/serverProgram.ts';

type Report = (line: string) => void;

/** A data process and a backend on PostgreSQL, both killed; one in seven is the backend. */
export async function tortureData(kills: number, seed: number, report: Report): Promise<object> {
  const postgres = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), 'cornetta-torture-'));
  const begin = () =>
    startServerProgram(['--port', '0', '--seed', 'demo', '--customers', '30', '--pbx', 'ws://127.0.0.1:9'], {
      databaseUrl: postgres.url,
    });
  let backend = begin();
  let url = await backend.url();
  const db = openPostgres({ url: postgres.url, maxConnections: 2, onError: () => {} });
  const way = await startFaultyProxy({ target: () => url, seed });
  let backendsKilled = 0;
  try {
    const day = await killedDay({
      ...{ folder, backendUrl: way.url, seed, kills },
      async killBackend() {
        backend.child.kill('SIGKILL');
        await backend.exited;
        backendsKilled += 1;
        backend = begin();
        url = await backend.url();
      },
      onKill: (killed) => killed % 25 === 0 && report(`${killed} of ${kills} killed`),
    });
    way.calm();
    await checkDay(day, folder, db);
    return { kills, backendsKilled, conversations: day.notes.size, faults: way.met };
  } finally {
    await way.stop();
    await db.close();
    backend.child.kill('SIGKILL');
    await backend.exited;
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

export async function tortureFeed(rounds: number, seed: number, report: Report): Promise<object> {
  const postgres = await startPostgres();
  const torture = await startFeedTorture(postgres.url);
  try {
    for (let round = 0; round < rounds; round += 1) {
      await torture.round(seed + round);
      if ((round + 1) % 100 === 0) report(`${round + 1} of ${rounds} rounds`);
    }
    return { rounds, ...torture.done };
  } finally {
    await torture.stop();
    await postgres.stop();
  }
}
