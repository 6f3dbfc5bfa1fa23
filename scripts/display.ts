// A display, a session bus and an unlocked keyring for machines that have none (build machines, containers,
// servers), started as children and handed over as environment variables, so that any launcher can use them.
import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { hasProgram, type Report } from './processes.ts';

export type HeadlessEnvironment = {
  /** To be added to the app's environment. */
  env: Record<string, string>;
  /** Command-line switches that go with it. */
  args: string[];
  dispose(): Promise<void>;
};

/** The kernel ends the child with its parent, however that ends: no virtual display is left behind by a killed test. */
const DIES_WITH_US = ['setpriv', '--pdeathsig', 'TERM'];

/** Whether this is a Linux machine with no display. */
export function isHeadless(): boolean {
  return process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
}

/** Programs that `headlessEnvironment` would start here. */
export function headlessPrograms(): string[] {
  if (!isHeadless()) return [];
  return hasSessionBus() ? ['Xvfb'] : ['Xvfb', 'dbus-daemon', 'gnome-keyring-daemon'];
}

/**
 * Starts what this machine lacks for showing windows and keeping secrets, and gives back how to reach it.
 * Where there is a display it starts nothing. The children end with `dispose()`, or with this process.
 */
export async function headlessEnvironment({ report }: { report: Report }): Promise<HeadlessEnvironment> {
  const children: ChildProcess[] = [];
  const folder = await mkdtemp(join(tmpdir(), 'cornetta-display-'));
  const killAll = () => {
    for (const child of children.toReversed()) child.kill();
  };
  process.once('exit', killAll);
  const dispose = async () => {
    process.off('exit', killAll);
    const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null);
    const gone = running.map((child) => once(child, 'exit'));
    killAll();
    await Promise.all(gone);
    await rm(folder, { recursive: true, force: true });
  };
  const start = (command: string, args: string[], env: Record<string, string>, stdio: StdioOptions) => {
    // In a process group of its own: Ctrl-C in the terminal must reach the app before its display goes.
    const lifeline = hasProgram('setpriv') ? DIES_WITH_US : [];
    const [program = command, ...rest] = [...lifeline, command, ...args];
    const child = spawn(program, rest, { env: { ...process.env, ...env }, stdio, detached: true });
    children.push(child);
    return child;
  };
  const result: HeadlessEnvironment = { env: {}, args: [], dispose };
  try {
    if (isHeadless()) {
      report('No display here: starting a virtual one.');
      Object.assign(result.env, await startDisplay(start, folder));
      if (!hasSessionBus()) {
        report('No session here: starting a keyring of its own.');
        Object.assign(result.env, await startKeyring(start, folder));
        result.args.push('--password-store=gnome-libsecret');
      }
    }
    return result;
  } catch (error) {
    await dispose();
    throw error;
  }
}

type Start = (command: string, args: string[], env: Record<string, string>, stdio: StdioOptions) => ChildProcess;

function hasSessionBus(): boolean {
  if (process.env.DBUS_SESSION_BUS_ADDRESS) return true;
  return existsSync(join(process.env.XDG_RUNTIME_DIR ?? `/run/user/${process.getuid?.() ?? 0}`, 'bus'));
}

async function startDisplay(start: Start, folder: string): Promise<Record<string, string>> {
  const authority = join(folder, 'Xauthority');
  await writeFile(authority, xauthority(randomBytes(16)), { mode: 0o600 });
  const options = ['-screen', '0', '1600x1000x24', '-nolisten', 'tcp', '-noreset', '-auth', authority];
  const child = start('Xvfb', ['-displayfd', '3', ...options], {}, ['ignore', 'ignore', 'ignore', 'pipe']);
  const display = await firstLine(child, child.stdio[3] as Readable, 'Xvfb');
  return { DISPLAY: `:${display}`, XAUTHORITY: authority };
}

/** One record of the X authority file: any host, any display, a magic cookie. Lengths are big-endian 16 bit. */
function xauthority(cookie: Buffer): Buffer {
  const field = (value: Buffer) => Buffer.concat([Buffer.from([value.length >> 8, value.length & 0xff]), value]);
  const anyHost = Buffer.from([0xff, 0xff]);
  const nothing = field(Buffer.alloc(0));
  return Buffer.concat([anyHost, nothing, nothing, field(Buffer.from('MIT-MAGIC-COOKIE-1')), field(cookie)]);
}

async function startKeyring(start: Start, folder: string): Promise<Record<string, string>> {
  const bus = start('dbus-daemon', ['--session', '--nofork', '--nopidfile', '--print-address=3'], {}, [
    'ignore',
    'ignore',
    'ignore',
    'pipe',
  ]);
  const address = await firstLine(bus, bus.stdio[3] as Readable, 'dbus-daemon');
  const env = { DBUS_SESSION_BUS_ADDRESS: address };
  const home = join(process.env.XDG_DATA_HOME ?? join(homedir(), '.local/share'), 'cornetta-headless');
  const args = ['--unlock', '--foreground', '--components=secrets', `--control-directory=${folder}`];
  // A data folder of its own: the keyring of the person who may also use this account is never touched.
  const keyring = start('gnome-keyring-daemon', args, { ...env, XDG_DATA_HOME: home }, ['pipe', 'pipe', 'ignore']);
  keyring.stdin?.end(await keyringPassword(home));
  // It prints its control folder once it is unlocked and owns its name on the bus.
  await firstLine(keyring, keyring.stdout as Readable, 'gnome-keyring-daemon');
  return env;
}

/** The password is kept beside the keyring, for its owner only: with nobody there to type one, file rights are the guard. */
async function keyringPassword(home: string): Promise<string> {
  await mkdir(home, { recursive: true, mode: 0o700 });
  const file = join(home, 'password');
  if (!existsSync(file)) await writeFile(file, randomBytes(24).toString('hex'), { mode: 0o600, flag: 'wx' });
  return await readFile(file, 'utf8');
}

function firstLine(child: ChildProcess, stream: Readable, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let text = '';
    const deadline = setTimeout(() => reject(new Error(`${name} did not become ready within 15 s`)), 15_000);
    const settle = (act: () => void) => {
      clearTimeout(deadline);
      act();
    };
    child.once('error', (error) => settle(() => reject(new Error(`${name} could not be started: ${error.message}`))));
    child.once('exit', (code) => settle(() => reject(new Error(`${name} ended at once (code ${code})`))));
    stream.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      const line = text.split('\n')[0];
      if (text.includes('\n') && line !== undefined) settle(() => resolve(line.trim()));
    });
  });
}
