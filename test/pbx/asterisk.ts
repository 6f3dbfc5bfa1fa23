// A real PBX for tests: starts the Asterisk that install.ts unpacked, on loopback only and with the small contact centre
// of conf/. It ends with the program that started it, however that one ends.
import { execFileSync, spawn } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { type Ami, connectAmi } from '#server/pbx/ami/client';
import { type CallCentre, watchCallCentre } from './callCentre.ts';
import { eventually, nextEvent } from './eventually.ts';
import { installAsterisk, pbxFolder, pbxRoot, type Say } from './install.ts';

const logFile = join(pbxRoot, 'var/log/asterisk/messages');
const systemPath = '/usr/sbin:/usr/bin:/sbin:/bin';
const ports = { ami: 5038, ws: 8088, wss: 8089 } as const;
const account = { Username: 'tests', Secret: 'ami-s3cret' } as const;

/** How the backend's bridge reaches it. */
export const bridgeOption = {
  kind: 'asterisk' as const,
  host: '127.0.0.1',
  port: ports.ami,
  user: 'cornetta',
  secret: 'ami-exercise',
  context: 'internal',
};

export interface Asterisk extends CallCentre {
  readonly wsUrl: string;
  /** The certificate is self-signed. */
  readonly wssUrl: string;
  /** The domain of everybody's SIP address; user name = extension, password = `s3cret-` + extension. */
  readonly domain: string;
  /** Everything that Asterisk logged since it was ready. */
  log(): string;
  /** Ends it and every call. */
  stop(): Promise<void>;
}

/** Installs Asterisk where it is missing, starts it and waits until it is ready (a second when installed). It dies with this process.
 * One at a time on a machine: its ports are fixed.
 * @throws Error that says what is wrong: another program or test run on its ports, Asterisk's own log otherwise */
export async function startAsterisk(say: Say = console.log): Promise<Asterisk> {
  await installAsterisk(say);
  await waitForPorts();
  prepareRoot();
  // As the user `asterisk` from the start: a program that changes its user forgets whose death it follows.
  const child = spawn(
    'chroot',
    ['--userspec=asterisk:asterisk', pbxRoot, 'setpriv', '--pdeathsig', 'KILL', 'asterisk', '-f'],
    { stdio: 'ignore', env: { PATH: systemPath, HOME: '/var/lib/asterisk', LC_ALL: 'C.UTF-8' } },
  );
  let isOver = false;
  const over = new Promise<void>((done) => child.once('close', done).once('error', () => done())).then(() => {
    isOver = true;
  });
  const kill = () => child.kill('SIGKILL');
  process.once('exit', kill);
  try {
    const manager = await eventually(
      'Asterisk is ready',
      async () => {
        if (isOver) throw new Error('it ended at once');
        return logIn();
      },
      30_000,
    );
    const logBefore = readLog().length;
    return {
      ...watchCallCentre(manager),
      wsUrl: `ws://127.0.0.1:${ports.ws}/ws`,
      wssUrl: `wss://127.0.0.1:${ports.wss}/ws`,
      domain: '127.0.0.1',
      log: () => readLog().slice(logBefore),
      async stop() {
        manager.close();
        child.kill('SIGTERM');
        const late = setTimeout(kill, 5_000);
        await over;
        clearTimeout(late);
        process.off('exit', kill);
      },
    };
  } catch (error) {
    kill();
    process.off('exit', kill);
    const why = error instanceof Error ? error.message : String(error);
    throw new Error(`Asterisk did not start (${why}):\n${readLog().slice(-3000)}`);
  }
}

/** A manager session once Asterisk has loaded everything, undefined before. */
async function logIn(): Promise<Ami | undefined> {
  const manager = await connectAmi({ host: '127.0.0.1', port: ports.ami }).catch(() => undefined);
  if (manager === undefined) return undefined;
  try {
    const booted = nextEvent(manager, 'all modules are loaded', (event) => event.Event === 'FullyBooted', 20_000);
    await Promise.all([manager.action('Login', account), booted]);
    return manager;
  } catch {
    manager.close();
    return undefined;
  }
}

async function waitForPorts(): Promise<void> {
  for (const port of Object.values(ports)) {
    await eventually(`port ${port} is free for Asterisk`, () => isFree(port), 3_000).catch(() => {
      throw new Error(
        `Another program, or another run of these tests, listens on 127.0.0.1:${port}. End it and try again.`,
      );
    });
  }
}

function isFree(port: number): Promise<boolean> {
  return new Promise((done) => {
    const probe = createServer().once('error', () => done(false));
    probe.listen({ port, host: '127.0.0.1' }, () => probe.close(() => done(true)));
  });
}

function prepareRoot(): void {
  const settings = join(pbxRoot, 'etc/asterisk');
  rmSync(settings, { recursive: true, force: true });
  cpSync(join(import.meta.dirname, 'conf'), settings, { recursive: true });
  for (const folder of ['keys', 'media']) cpSync(join(pbxFolder, folder), join(settings, folder), { recursive: true });
  // Asterisk looks its own name up; without an answer it would ask the network.
  writeFileSync(join(pbxRoot, 'etc/hosts'), `127.0.0.1 localhost ${hostname()}\n`);
  rmSync(logFile, { force: true });
  // Messages that an earlier run has left.
  rmSync(join(pbxRoot, 'var/spool/asterisk/voicemail'), { recursive: true, force: true });
  mkdirSync(join(pbxRoot, 'run/asterisk'), { recursive: true });
  // Prompts where dialplans look for them: cornetta/csat is …/sounds/<language>/cornetta/csat.ulaw. From inside: links there lead to places of its own.
  cpSync(join(import.meta.dirname, '../../assets/prompts'), join(settings, 'prompts'), { recursive: true });
  for (const language of ['it', 'en']) {
    const there = `/usr/share/asterisk/sounds/${language}/cornetta`;
    const copy = `mkdir -p ${there} && cp /etc/asterisk/prompts/${language}/*.ulaw ${there}`;
    execFileSync('chroot', [pbxRoot, 'sh', '-c', copy], { env: { PATH: systemPath } });
  }
  const folders = ['etc', 'run', 'var/lib', 'var/spool', 'var/log'].map((folder) => `/${folder}/asterisk`);
  execFileSync('chroot', [pbxRoot, 'chown', '-R', 'asterisk:asterisk', ...folders], { env: { PATH: systemPath } });
}

function readLog(): string {
  return existsSync(logFile) ? readFileSync(logFile, 'utf8') : '';
}
