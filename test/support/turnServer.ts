// A real relay for the voice (TURN, coturn) on a free port of loopback, with one account. Installs Debian's package where it is missing and
// may; where it may not, it fails and says what to do.
import { execFile, spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';
import type { PbxSettings } from '#shared/protocol/workstation';
import { hasProgram } from '../../scripts/processes.ts';
import { steadyPort } from './steadyPort.ts';

type IceServer = PbxSettings['iceServers'][number];

export interface TurnServer {
  /** The account that it knows; `tcp`: for a network that lets no UDP out. */
  account(transport: 'udp' | 'tcp'): Required<IceServer>;
  /** Packets of calls that are over: from the phone, and to it. */
  relayed(): { readonly fromPhone: number; readonly toPhone: number };
  stop(): Promise<void>;
}

const run = promisify(execFile);
const [username, credential] = ['giulia', 'made-up'];

export async function startTurnServer(): Promise<TurnServer> {
  if (!hasProgram('turnserver')) await install();
  const folder = await mkdtemp(join(tmpdir(), 'cornetta-turn-'));
  const port = await steadyPort();
  const address = '127.0.0.1';
  const settings = {
    'listening-ip': address,
    'relay-ip': address,
    'listening-port': port,
    realm: 'relay.example',
    user: `${username}:${credential}`,
    userdb: join(folder, 'accounts'),
    pidfile: join(folder, 'pid'),
    'log-file': 'stdout',
  };
  // No settings of this machine (-n), and word of each allocation (-v). The PBXs of tests are on loopback.
  const switches = ['-n', '-v', '--lt-cred-mech', '--no-cli', '--no-tls', '--no-dtls', '--allow-loopback-peers'];
  const named = Object.entries(settings).map(([name, value]) => `--${name}=${value}`);
  const server = spawn('turnserver', [...switches, ...named], { cwd: folder, stdio: ['ignore', 'pipe', 'pipe'] });
  const kill = (): void => void server.kill('SIGKILL');
  process.once('exit', kill);
  const ended = new Promise<void>((resolve) => server.once('close', () => resolve()));
  const said: string[] = [];
  await new Promise<void>((resolve, reject) => {
    const hear = (line: string): void => {
      said.push(line);
      // Its listeners are open before that, and do not answer yet.
      if (line.includes('Total General servers')) resolve();
    };
    for (const stream of [server.stdout, server.stderr]) createInterface({ input: stream }).on('line', hear);
    server.once('error', reject);
    void ended.then(() => reject(new Error(`coturn did not start:\n${said.join('\n')}`)));
  });

  return {
    account: (transport) => ({ urls: `turn:${address}:${port}?transport=${transport}`, username, credential }),
    relayed() {
      const sum = (field: string): number =>
        said.reduce((so, line) => so + Number(RegExp(`: peer usage: .*\\b${field}=(\\d+)`).exec(line)?.[1] ?? 0), 0);
      return { fromPhone: sum('sp'), toPhone: sum('rp') };
    },
    async stop() {
      process.off('exit', kill);
      server.kill('SIGTERM');
      await ended;
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function install(): Promise<void> {
  const how = 'coturn is needed for this test: install it (on Debian and Ubuntu: sudo apt-get install coturn).';
  if (process.getuid?.() !== 0) throw new Error(how);
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' };
  try {
    await run('apt-get', ['update', '-qq'], { env });
    await run('apt-get', ['install', '--yes', '--no-install-recommends', 'coturn'], { env });
  } catch (error) {
    throw new Error(`${how}\n${String(error)}`);
  }
}
