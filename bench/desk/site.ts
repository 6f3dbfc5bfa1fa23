// Where the bench of the desk works: the backend as a program on PostgreSQL with many customers, one of whom has called ten thousand
// times, and the switchboard in this process. The backend gives way to the desk, whose machine is not its own.
import pg from 'pg';
import { encodeTime } from 'ulid';
import { startPostgres } from '../../test/support/postgres.ts';
import { startServerProgram } from '../../test/support/serverProgram.ts';
import { startTestSwitchboard, type TestSwitchboard } from '../../test/support/switchboard.ts';

export interface Site {
  readonly url: string;
  readonly switchboard: TestSwitchboard;
  stop(): Promise<void>;
}

/** Who has called so often, and from where. */
export const regular = { code: 'AU-10002', number: '+390000000102', interactions: 10_000 };

export async function openSite(customers: number): Promise<Site> {
  // First what ends with this process.
  const switchboard = await startTestSwitchboard();
  const postgres = await startPostgres({ givesWay: true });
  const args = ['--port', '0', '--pbx', switchboard.url, '--seed', 'demo', '--customers', String(customers)];
  const program = startServerProgram(args, { databaseUrl: postgres.url, longestStartMs: 900_000, givesWay: true });
  const stop = async () => {
    program.child.kill('SIGKILL');
    await program.exited;
    await switchboard.stop();
    await postgres.stop();
  };
  try {
    const url = await program.url();
    await writeInteractions(postgres.url);
    return { url, switchboard, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

async function writeInteractions(database: string): Promise<void> {
  const client = new pg.Client({ connectionString: database });
  await client.connect();
  await client.query("set cornetta.scope = '*'");
  const day = encodeTime(Date.UTC(2026, 0, 2));
  await client.query(
    `insert into contacts (id, customer_id, at, channel, direction, agent_name, reason_code, outcome_code, note)
     select $1 || 'N' || lpad(n::text, 15, '0'), customers.id, now() - n * interval '50 minutes', 'call', 'incoming', 'Luca Moro', 'INF-05', 'RIS-1',
       'Ha chiesto a che punto è la pratica, per la ' || n || 'ª volta.'
     from customers, generate_series(1, $2::int) as n where customers.code = $3`,
    [day, regular.interactions, regular.code],
  );
  await client.end();
}
