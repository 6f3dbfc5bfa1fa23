// A real PostgreSQL for one test file: a cluster of its own in a temporary folder, gone afterwards.
// Installs Debian's package where it is missing and may; where it may not, it fails and says what to do.
import { execFile, spawn } from 'node:child_process';
import { chown, mkdtemp, readdir, rm } from 'node:fs/promises';
import { constants, setPriority, tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import pg from 'pg';
import { steadyPort } from './steadyPort.ts';

const run = promisify(execFile);

export interface Postgres {
  /** As an ordinary role that owns the database, as in production. */
  readonly url: string;
  /** As the cluster's superuser. */
  readonly adminUrl: string;
  /** Ends at once, as it does when the power goes or a connection's process is killed, and begins again in the same place. */
  crash(): Promise<void>;
  /** As the guide for IT says to make a backup, and put into an empty database again. */
  restore(from: string, into: string): Promise<void>;
  stop(): Promise<void>;
}

interface User {
  readonly uid?: number;
  readonly gid?: number;
}

/**
 * `durable`: it waits for the disk, as in production; tests have no time for that. `givesWay`: it has of the processors what nobody else
 * wants, as if it were on a machine of its own.
 */
export async function startPostgres({ durable = false, givesWay = false } = {}): Promise<Postgres> {
  const programs = (await findPrograms()) ?? (await install());
  const user = await ordinaryUser();
  const folder = await mkdtemp(join(tmpdir(), 'cornetta-postgres-'));
  if (user.uid !== undefined && user.gid !== undefined) await chown(folder, user.uid, user.gid);
  const data = join(folder, 'data');
  const initdb = ['--pgdata', data, '--username', 'admin', '--auth', 'trust', '--encoding', 'UTF8', '--locale', 'C'];
  await run(join(programs, 'initdb'), [...initdb, '--no-sync'], { ...user, cwd: folder });

  const port = await steadyPort();
  const settings = [
    `fsync=${durable ? 'on' : 'off'}`,
    'listen_addresses=127.0.0.1',
    `unix_socket_directories=${folder}`,
  ];
  const launch = () =>
    launched(
      join(programs, 'postgres'),
      ['-D', data, '-p', String(port), ...settings.flatMap((setting) => ['-c', setting])],
      { ...user, cwd: folder, givesWay },
    );
  let server = await launch();

  const address = `127.0.0.1:${port}`;
  const adminUrl = `postgres://admin@${address}/postgres`;
  const admin = new pg.Client({ connectionString: adminUrl });
  await admin.connect();
  await admin.query('create role cornetta login createdb');
  await admin.query('create database cornetta owner cornetta');
  await admin.end();
  let stopping: Promise<void> | null = null;
  return {
    url: `postgres://cornetta@${address}/cornetta`,
    adminUrl,
    async crash() {
      await server.end();
      server = await launch();
    },
    async restore(from, into) {
      const backup = join(folder, 'backup');
      const env = { ...process.env, PGOPTIONS: '-c cornetta.scope=*' };
      await run(join(programs, 'pg_dump'), ['--enable-row-security', '-Fc', '-f', backup, from], {
        ...user,
        cwd: folder,
        env,
      });
      const restoring = ['--exit-on-error', '--no-owner', '-d', into, backup];
      await run(join(programs, 'pg_restore'), restoring, { ...user, cwd: folder, env });
    },
    stop() {
      stopping ??= (async () => {
        await server.end();
        await rm(folder, { recursive: true, force: true });
      })();
      return stopping;
    },
  };
}

/** Resolves when it takes connections. `end`: immediately, without a word to anybody; resolves when it is gone. */
async function launched(
  program: string,
  args: readonly string[],
  { givesWay, ...options }: User & { readonly cwd: string; readonly givesWay: boolean },
): Promise<{ end(): Promise<void> }> {
  const server = spawn(program, args, { ...options, stdio: ['ignore', 'ignore', 'pipe'] });
  if (givesWay && server.pid !== undefined) setPriority(server.pid, constants.priority.PRIORITY_LOW);
  const ended = new Promise<void>((resolve) => server.once('exit', () => resolve()));
  await new Promise<void>((resolve, reject) => {
    const said: string[] = [];
    createInterface({ input: server.stderr }).on('line', (line) => {
      said.push(line);
      if (line.includes('ready to accept connections')) resolve();
    });
    void ended.then(() => reject(new Error(`PostgreSQL did not start:\n${said.join('\n')}`)));
  });
  return {
    end() {
      server.kill('SIGQUIT');
      return ended;
    },
  };
}

/** The folder with `initdb` and `postgres`, the newest version's first. */
async function findPrograms(): Promise<string | null> {
  const debian = '/usr/lib/postgresql';
  const versions = await readdir(debian).catch(() => []);
  const newestFirst = versions
    .sort((one, other) => Number(other) - Number(one))
    .map((name) => join(debian, name, 'bin'));
  for (const folder of [...newestFirst, ...(process.env.PATH ?? '').split(':')]) {
    const files = await readdir(folder).catch((): string[] => []);
    if (files.includes('initdb') && files.includes('postgres')) return folder;
  }
  return null;
}

async function install(): Promise<string> {
  const how = 'PostgreSQL is needed for this test: install it (on Debian and Ubuntu: sudo apt-get install postgresql).';
  if (process.getuid?.() !== 0) throw new Error(how);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  await run('apt-get', ['install', '--yes', '--no-install-recommends', 'postgresql'], { env }).catch((error: Error) => {
    throw new Error(`${how}\n${error.message}`);
  });
  const programs = await findPrograms();
  if (programs === null) throw new Error(how);
  return programs;
}

/** PostgreSQL refuses to run as root: then it runs as one of the users that every Debian has. */
async function ordinaryUser(): Promise<User> {
  if (process.getuid?.() !== 0) return {};
  for (const name of ['postgres', 'nobody']) {
    const ids = await Promise.all([run('id', ['-u', name]), run('id', ['-g', name])]).catch(() => null);
    if (ids !== null) return { uid: Number(ids[0].stdout), gid: Number(ids[1].stdout) };
  }
  throw new Error('There is no user "postgres" or "nobody" to run PostgreSQL as.');
}
