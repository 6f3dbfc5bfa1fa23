// Puts a real Asterisk on this machine for the tests: Debian sid's package, unpacked by debootstrap into a folder of
// its own and run there by chroot, because stable Debian and most other systems have none. Nothing outside that folder
// changes, but for the few Debian packages that do the unpacking and the speaking.
import { spawn } from 'node:child_process';
import { accessSync, constants, existsSync, mkdirSync, renameSync, rmSync } from 'node:fs';
import { delimiter, join, resolve } from 'node:path';
import { createInterface } from 'node:readline';

/** Where everything of the PBX lives; outside node_modules so that `npm ci` does not throw it away. */
export const pbxFolder = resolve(import.meta.dirname, '../../.cache/asterisk');
/** The folder that Asterisk sees as `/`. */
export const pbxRoot = join(pbxFolder, 'root');

/** Root's own programs are not on everybody's path. */
const path = `${process.env.PATH ?? ''}${delimiter}/usr/sbin${delimiter}/sbin`;
const tools = { debootstrap: 'debootstrap', 'espeak-ng': 'espeak-ng', sox: 'sox', openssl: 'openssl' };
const inside = 'asterisk,asterisk-core-sounds-en-gsm,ca-certificates';
const speeches = {
  it: 'Buongiorno, sono Mario Rossi. La bolletta del mese scorso è sbagliata e vorrei fare un reclamo.',
  en: 'Good morning, this is Emma Clarke. I have been charged twice for the same order, and I would like my money back.',
};

export type Say = (line: string) => void;

/** Installs what is missing and does nothing when all is there (a minute or two and 500 MB the first time).
 * @param say gets one sentence for every step and for its progress
 * @throws Error whose message says what to do, when this system or this user cannot run it */
export async function installAsterisk(say: Say = console.log): Promise<void> {
  if (process.platform !== 'linux') throw new Error('The Asterisk tests need Linux: run them there or in a container.');
  if (process.getuid?.() !== 0) {
    throw new Error('Asterisk is run by chroot, which only root may do. Run: sudo env "PATH=$PATH" npm run test:pbx');
  }
  if (!existsSync(join(pbxRoot, 'usr/sbin/asterisk'))) await unpack(say);
  if (!existsSync(join(pbxFolder, 'media/moh/hold.wav'))) await speak(say);
  if (!existsSync(join(pbxFolder, 'keys/pbx.pem'))) await makeCertificate(say);
}

async function unpack(say: Say): Promise<void> {
  await installTools(say);
  const partial = join(pbxFolder, 'partial');
  say('Asterisk: unpacking Debian sid with Asterisk into .cache/asterisk (about 500 MB, once)');
  for (let attempt = 1; ; attempt += 1) {
    try {
      await debootstrap(partial, say);
      break;
    } catch (error) {
      if (attempt === attempts) throw error;
      say('Asterisk: a package could not be had; once more from the beginning');
    }
  }
  rmSync(join(partial, 'var/cache/apt/archives'), { recursive: true, force: true });
  rmSync(pbxRoot, { recursive: true, force: true });
  renameSync(partial, pbxRoot);
  say('Asterisk: unpacked');
}

/** Sid changes under one's hands: what its index names may have been replaced before it is fetched. */
const attempts = 3;

async function debootstrap(into: string, say: Say): Promise<void> {
  rmSync(into, { recursive: true, force: true });
  mkdirSync(into, { recursive: true });
  const counts = new Map<string, number>();
  await run('debootstrap', ['--variant=minbase', `--include=${inside}`, 'sid', into], (line) => {
    const step = /^I: (Retrieving|Extracting|Unpacking|Configuring) /.exec(line)?.[1];
    if (step === undefined) return;
    const count = (counts.get(step) ?? 0) + 1;
    counts.set(step, count);
    if (count % 50 === 0) say(`Asterisk: ${step.toLowerCase()}, ${count} packages so far`);
  });
}

async function installTools(say: Say): Promise<void> {
  const missing = Object.entries(tools).flatMap(([command, name]) => (hasCommand(command) ? [] : [name]));
  if (missing.length === 0) return;
  if (!hasCommand('apt-get'))
    throw new Error(`Install these programs with your system's package manager: ${missing.join(' ')}`);
  say(`Asterisk: installing ${missing.join(' ')} by apt-get`);
  await run('apt-get', ['update']);
  await run('apt-get', ['install', '-y', '--no-install-recommends', ...missing]);
}

async function speak(say: Say): Promise<void> {
  await installTools(say);
  say('Asterisk: making the speech of the customers and the hold music');
  const media = join(pbxFolder, 'media');
  mkdirSync(join(media, 'moh'), { recursive: true });
  for (const [language, text] of Object.entries(speeches)) {
    const spoken = join(media, `spoken-${language}.wav`);
    await run('espeak-ng', ['-v', language, '-w', spoken, text]);
    await run('sox', [
      spoken,
      '-r',
      '16000',
      '-c',
      '1',
      '-b',
      '16',
      '-t',
      'wav',
      join(media, `customer-${language}.wav16`),
    ]);
  }
  await run('sox', [
    '-n',
    '-r',
    '8000',
    '-c',
    '1',
    '-b',
    '16',
    join(media, 'moh/hold.wav'),
    'synth',
    '8',
    'sine',
    '440',
    'vol',
    '0.2',
  ]);
}

async function makeCertificate(say: Say): Promise<void> {
  await installTools(say);
  say('Asterisk: making a certificate for wss');
  const keys = join(pbxFolder, 'keys');
  mkdirSync(keys, { recursive: true });
  const names = 'subjectAltName=DNS:localhost,IP:127.0.0.1';
  const key = join(keys, 'pbx.key');
  const certificate = join(keys, 'pbx.pem');
  const form = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '3650', '-subj', '/CN=localhost'];
  await run('openssl', [...form, '-addext', names, '-keyout', key, '-out', certificate]);
}

function hasCommand(name: string): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** Runs a program to its end. The error of one that fails has its last lines. */
function run(command: string, args: string[], onLine: Say = () => {}): Promise<void> {
  return new Promise((done, failed) => {
    const env = { ...process.env, PATH: path, DEBIAN_FRONTEND: 'noninteractive', LC_ALL: 'C.UTF-8' };
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], env });
    const last: string[] = [];
    const take = (line: string) => {
      last.push(line);
      if (last.length > 15) last.shift();
      onLine(line);
    };
    createInterface(child.stdout).on('line', take);
    createInterface(child.stderr).on('line', take);
    child.once('error', failed);
    child.once('close', (code) => {
      if (code === 0) done();
      else failed(new Error(`${command} ended with ${code}:\n${last.join('\n')}`));
    });
  });
}
