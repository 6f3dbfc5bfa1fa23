// The long runs: a day in which real programs are killed with a bad network between them, and the feed under its writers.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openPostgres } from '#server/db/postgres';
import { projectFolder } from '../../scripts/paths.ts';
import { run } from '../../scripts/processes.ts';
import { startColleagues } from '../../test/support/colleagues.ts';
import { checkDay, everyViewTold } from '../../test/support/dayAfter.ts';
import { startFaultyProxy } from '../../test/support/faultyProxy.ts';
import { startFeedTorture } from '../../test/support/feedTorture.ts';
import { killedDay, theirCodes } from '../../test/support/killedDay.ts';
import { startPostgres } from '../../test/support/postgres.ts';
import { startServerProgram } from '../../test/support/serverProgram.ts';

/** A machine that has much else to do starts a program in its own time. */
const longestStartMs = 300_000;

interface Torture {
  readonly seed: number;
  readonly report: (line: string) => void;
}

/** The day with its kills, and so many runs of the model in virtual time (src/data/convergence.int.test.ts). */
export async function tortureData(
  options: Torture & { readonly kills: number; readonly runs: number },
): Promise<object> {
  const day = options.kills === 0 ? {} : await killedDays(options);
  if (options.runs > 0) await models(options);
  return { ...day, modelRuns: options.runs };
}

async function models({ runs, seed, report }: Torture & { readonly runs: number }): Promise<void> {
  report(`${runs} runs of the model`);
  const vitest = join(projectFolder, 'node_modules/vitest/vitest.mjs');
  const file = 'src/data/convergence.int.test.ts';
  const code = await run(process.execPath, [vitest, 'run', '--project', 'integration', file], {
    cwd: projectFolder,
    env: { ...process.env, CORNETTA_RUNS: String(runs), CORNETTA_SEED: String(seed) },
  });
  if (code !== 0) throw new Error('the model was not met: see above');
}

/** A data process, its writing thread, a backend and its PostgreSQL: each is killed, and others work at the backend meanwhile. */
async function killedDays({ kills, seed, report }: Torture & { readonly kills: number }): Promise<object> {
  const postgres = await startPostgres();
  const folder = await mkdtemp(join(tmpdir(), 'cornetta-torture-'));
  const begin = () =>
    startServerProgram(['--port', '0', '--seed', 'demo', '--customers', '400', '--pbx', 'ws://127.0.0.1:9'], {
      databaseUrl: postgres.url,
      longestStartMs,
    });
  let backend = begin();
  let url = await backend.url();
  const db = openPostgres({ url: postgres.url, maxConnections: 2, onError: () => {} });
  const way = await startFaultyProxy({ target: () => url, seed });
  try {
    const colleagues = await startColleagues(db, 'giulia', theirCodes);
    const day = await killedDay({
      ...{ folder, backendUrl: way.url, seed, kills, meanwhile: colleagues.act },
      knives: [
        {
          of: 'backend',
          share: 0.13,
          async strike() {
            backend.child.kill('SIGKILL');
            await backend.exited;
            backend = begin();
            url = await backend.url();
          },
        },
        { of: 'postgres', share: 0.12, strike: postgres.crash },
      ],
      onKill: (killed) => killed % 25 === 0 && report(`${killed} of ${kills} killed`),
    });
    way.calm();
    await everyViewTold(db, day);
    const { drainedMs } = await checkDay(day, folder, db);
    return { kills: day.kills, conversations: day.notes.size, drainedMs, faults: way.met };
  } finally {
    await way.stop();
    await db.close();
    backend.child.kill('SIGKILL');
    await backend.exited;
    await postgres.stop();
    await rm(folder, { recursive: true, force: true });
  }
}

export async function tortureFeed({ rounds, seed, report }: Torture & { readonly rounds: number }): Promise<object> {
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
