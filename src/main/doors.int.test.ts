// Doors that are opened, left and opened again faster than what is behind them can start.
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { defaultSettings } from '#shared/contract/main';
import { projectAssets } from '#test/support/beginnings';
import { until } from '#test/support/until';
import { createDoors, type Doors } from './doors.ts';
import { createMainStore } from './state.ts';

vi.mock('electron', () => ({ utilityProcess: {}, MessageChannelMain: class {} }));

let folder: string;
let doors: Doors;
/** To whoever started it from a terminal. */
const said: string[] = [];
let isUnlocked: boolean;
const store = createMainStore('0.0.0', defaultSettings, 'en');
const started = () => join(folder, 'started');
const logOf = (program: string): string[] => {
  try {
    return readFileSync(started(), 'utf8')
      .split('\n')
      .filter((line) => line.startsWith(program));
  } catch {
    return [];
  }
};

/** A program that says when it starts and ends; the backend listens only when `go` is there. */
function write(name: string, then: string): void {
  const head = `const { appendFileSync, existsSync } = require('node:fs');
    const told = (what) => appendFileSync(${JSON.stringify(started())}, '${name} ' + what + '\\n');
    process.on('SIGTERM', () => { told('ends'); process.exit(0); });
    process.on('message', (message) => {
      if (message.kind === 'start') process.send({ kind: 'ready' });
      if (message.kind === 'stop') { told('ends'); process.exit(0); }
    });
    told('starts');`;
  writeFileSync(join(folder, 'programs', `${name}.js`), `${head}\n${then}`);
}

beforeEach(() => {
  isUnlocked = false;
  said.length = 0;
  folder = mkdtempSync(join(tmpdir(), 'cornetta-doors-'));
  mkdirSync(join(folder, 'programs'));
  write('data', '');
  write(
    'simulator',
    `console.log(JSON.stringify({ listening: 'ws://127.0.0.1:5066/', control: 'http://127.0.0.1:5067' }));`,
  );
  write(
    'server',
    `const go = () => existsSync(${JSON.stringify(join(folder, 'go'))})
      ? console.log(JSON.stringify({ listening: 'http://127.0.0.1:8080', chat: 'http://127.0.0.1:8080/chat/demo.html' })) : setTimeout(go, 10);
    go();`,
  );
  doors = createDoors({
    store,
    userData: folder,
    appVersion: '0.0.0',
    keyring: {
      isEncryptionAvailable: () => isUnlocked,
      encryptString: (plain) => Buffer.from(plain),
      decryptString: (sealed) => sealed.toString(),
    },
    programs: join(folder, 'programs'),
    practice: { assets: projectAssets, say: (line) => said.push(line) },
    data: {
      runtime: { kind: 'node', executable: process.execPath },
      now: () => performance.now(),
      onRunning: () => {},
      log: () => {},
    },
  });
});
afterEach(async () => {
  await doors.close();
  rmSync(folder, { recursive: true, force: true });
});

test('practice that is left while it starts ends at once, and nobody is told of a failure', async () => {
  const entering = doors.open({ kind: 'practise' });
  await until('it has started', () => logOf('server').length === 1);
  await doors.open({ kind: 'none' });
  await entering;
  expect(store.get()).toMatchObject({ settings: { door: { kind: 'none' } }, practice: null });
  expect(logOf('server')).toEqual(['server starts', 'server ends']);
});

test('left and opened again quickly, practice runs once', async () => {
  const entering = doors.open({ kind: 'practise' });
  await until('it has started', () => logOf('server').length === 1);
  const leaving = doors.open({ kind: 'none' });
  writeFileSync(join(folder, 'go'), '');
  await Promise.all([entering, leaving, doors.open({ kind: 'practise' })]);
  expect(store.get()).toMatchObject({
    settings: { door: { kind: 'practise' } },
    practice: { backendUrl: 'http://127.0.0.1:8080' },
  });
  expect(said).toEqual(['The exercise company’s site, with its chat: http://127.0.0.1:8080/chat/demo.html']);
  expect(logOf('server').slice(0, 3)).toEqual(['server starts', 'server ends', 'server starts']);
});

test('the app that is closed while practice starts does not wait for it', async () => {
  const entering = doors.open({ kind: 'practise' });
  await until('it has started', () => logOf('simulator').length === 1);
  await doors.close();
  await entering;
  for (const program of ['data', 'simulator', 'server']) {
    const lines = logOf(program);
    expect(lines.filter((line) => line.endsWith('ends'))).toHaveLength(lines.length / 2);
  }
});

test('a profile folder that cannot be made is told as what it is', async () => {
  writeFileSync(join(folder, 'work'), 'a file where the folder should be');
  await doors.acceptFileKey();
  await doors.open({ kind: 'connect', backendUrl: 'https://service.example.com' });
  expect(store.get().notices).toMatchObject([{ code: 'files.unwritable' }]);
  store.dismissNotice(0);
});

test('a key that cannot be read is told once, and the agent who goes on gets a new one; the former stays', async () => {
  const connect = { kind: 'connect', backendUrl: 'https://service.example.com' } as const;
  isUnlocked = true;
  await doors.open(connect);
  await until('it has started', () => logOf('data').length === 1);
  isUnlocked = false;
  for (let again = 0; again < 2; again += 1) await doors.open(connect);
  expect(store.get().notices).toMatchObject([{ code: 'keyring.locked' }]);
  expect(logOf('data')).toEqual(['data starts', 'data ends']);
  isUnlocked = true;
  writeFileSync(join(folder, 'work', 'key.sealed'), 'another account’s');
  await doors.open(connect);
  expect(store.get().notices).toMatchObject([{ code: 'keyring.locked' }]);
  await doors.acceptNewKey();
  await until('it has started', () => logOf('data').length === 3);
  expect(store.get().notices).toEqual([]);
  const keys = readdirSync(join(folder, 'work')).filter((name) => name.startsWith('key'));
  expect(keys).toEqual(['key.sealed', expect.stringMatching(/^key\.sealed\.locked-/)]);
  expect(readFileSync(join(folder, 'work', keys[1] ?? ''), 'utf8')).toBe('another account’s');
});
