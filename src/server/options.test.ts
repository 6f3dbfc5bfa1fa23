import { expect, test } from 'vitest';
import { readOptions } from './options.ts';

const read = (args: string[], environment: Record<string, string> = {}) => readOptions(args, environment, '/assets');

test('with nothing said it listens on this machine alone and keeps its data in memory', () => {
  expect(read([])).toEqual({
    ok: true,
    value: {
      port: 8080,
      host: '127.0.0.1',
      pbx: [],
      proxy: [],
      publicUrl: null,
      surveyToken: null,
      company: null,
      examine: null,
      metrics: null,
      seed: 'none',
      customers: 300,
      lookups: 120,
      assets: '/assets',
      bridge: { kind: 'none' },
      iceServers: [],
      oidc: null,
      localAccounts: true,
      sealingKey: null,
      storage: { kind: 'memory' },
    },
  });
});

test('a folder wins over the DATABASE_URL of the environment', () => {
  const environment = { DATABASE_URL: 'postgres://cornetta@db.esempio.it/cornetta' };
  expect(read([], environment)).toMatchObject({
    value: { storage: { kind: 'postgres', url: environment.DATABASE_URL } },
  });
  expect(read(['--data', '/data'], environment)).toMatchObject({
    value: { storage: { kind: 'folder', folder: '/data' } },
  });
});

test('the key that secrets are sealed with is 32 bytes', () => {
  const key = Buffer.alloc(32, 7).toString('base64');
  expect(read([], { CORNETTA_SECRETS_KEY: key })).toMatchObject({ value: { sealingKey: new Uint8Array(32).fill(7) } });
  expect(read([], { CORNETTA_SECRETS_KEY: 'too short' })).toMatchObject({
    error: expect.stringContaining('CORNETTA_SECRETS_KEY: 32 bytes in base64'),
  });
});

test('metrics have an address of their own', () => {
  expect(read(['--metrics', '10.0.0.7:9464'])).toMatchObject({ value: { metrics: { host: '10.0.0.7', port: 9464 } } });
  expect(read(['--metrics', '[::1]:9464'])).toMatchObject({ value: { metrics: { host: '::1', port: 9464 } } });
});

test('several PBX addresses keep their order', () => {
  expect(read(['--pbx', 'wss://a/ws', '--pbx', 'ws://127.0.0.1:5066'])).toMatchObject({
    value: { pbx: ['wss://a/ws', 'ws://127.0.0.1:5066'] },
  });
});

test.each([
  [['--port', 'abc'], '--port: a number'],
  [['--port', '70000'], '--port'],
  [['--pbx', 'http://pbx'], '--pbx: a WebSocket address'],
  [['--pbx', 'pbx.example.com'], '--pbx: a WebSocket address'],
  [['--pbx', 'ws://pbx.example.com/ws'], '--pbx: wss://… to another machine'],
  [['--pbx', 'ws://127.0.0.1.example.com/ws'], '--pbx: wss://… to another machine'],
  [['--ice', 'stun.example.com'], '--ice: an address like stun:'],
  [['--ice', 'stun:stun.example.com?transport=udp'], '--ice: an address like stun:'],
  [['--ice', 'turn:cornetta:secret@turn.example.com'], '--ice: an address like stun:'],
  [['--ice', 'turn:turn.example.com'], 'CORNETTA_TURN_PASSWORD'],
  [['--metrics', '9464'], '--metrics: a host and a port'],
  [['--metrics', '127.0.0.1:94640'], '--metrics: a port up to'],
  [['--proxy', 'proxy.example.com'], '--proxy: an address'],
  [['--company', 'a.json', '--seed', 'demo'], '--company: not together with --seed demo'],
  [['--seed', 'other'], '--seed: either demo or none'],
  [['--lookups', '0'], '--lookups'],
  [['--lookups', 'many'], '--lookups: a number'],
  [['--customers', '-1'], '--customers'],
  [['--customers', '1.5'], '--customers: a whole number'],
  [['--nonsense'], '--nonsense'],
  [['--port'], '--port'],
  [['stray'], 'stray'],
])('%j is refused, and the sentence says why', (args, sentence) => {
  const result = read(args);
  expect(result.ok).toBe(false);
  expect(result.ok ? '' : result.error).toContain(sentence);
});

test('a DATABASE_URL that is none is named', () => {
  expect(read([], { DATABASE_URL: 'mysql://x' })).toEqual({
    ok: false,
    error: 'DATABASE_URL: an address like postgres://user@host/database',
  });
});

test('a bridge to an Asterisk has its user and secret in the environment, never among the arguments', () => {
  const environment = { CORNETTA_AMI_USER: 'cornetta', CORNETTA_AMI_SECRET: 'exercise' };
  const given = { kind: 'asterisk', user: 'cornetta', secret: 'exercise', context: 'internal' };
  expect(read(['--ami', 'pbx.esempio.it:5038'], environment)).toMatchObject({
    value: { bridge: { ...given, host: 'pbx.esempio.it', port: 5038 } },
  });
  expect(read(['--ami', '[::1]:5038', '--ami-context', 'from-internal'], environment)).toMatchObject({
    value: { bridge: { ...given, host: '::1', port: 5038, context: 'from-internal' } },
  });
  expect(read(['--ami', 'pbx.esempio.it:5038'])).toMatchObject({
    ok: false,
    error: expect.stringContaining('CORNETTA_AMI_SECRET'),
  });
  expect(read(['--ami', 'pbx.esempio.it'], environment)).toMatchObject({
    ok: false,
    error: expect.stringContaining('--ami'),
  });
});

test('a relay has its user and password in the environment, and no other server is told them', () => {
  const environment = { CORNETTA_TURN_USER: 'agents', CORNETTA_TURN_PASSWORD: 'exercise' };
  const servers = ['stun:stun.esempio.it:3478', 'turn:[::1]:3478?transport=udp', 'turns:turn.esempio.it:5349'];
  expect(
    read(
      servers.flatMap((server) => ['--ice', server]),
      environment,
    ),
  ).toMatchObject({
    value: {
      iceServers: [
        { urls: servers[0] },
        { urls: servers[1], username: 'agents', credential: 'exercise' },
        { urls: servers[2], username: 'agents', credential: 'exercise' },
      ],
    },
  });
  expect(read(['--ice', 'stun:stun.esempio.it'])).toMatchObject({
    value: { iceServers: [{ urls: 'stun:stun.esempio.it' }] },
  });
});

test('a bridge to our own switchboard, and never two bridges', () => {
  const control = ['--simulator-control', 'http://127.0.0.1:5067'];
  expect(read(control)).toMatchObject({
    value: { bridge: { kind: 'simulator', controlUrl: 'http://127.0.0.1:5067' } },
  });
  expect(read([...control, '--ami', 'pbx.esempio.it:5038'])).toMatchObject({ ok: false });
});

test('a sign-in service of the company’s is reached over TLS, as a client that is said', () => {
  const read = (...args: string[]) => readOptions(args, {}, '/assets');
  const issuer = 'https://login.esempio.it/realms/prova';
  const options = read('--oidc', issuer, '--oidc-client', 'cornetta', '--no-local');
  expect(options).toMatchObject({ ok: true, value: { localAccounts: false, oidc: { issuer, secret: null } } });
  expect(read('--oidc', issuer)).toMatchObject({ ok: false, error: expect.stringContaining('--oidc-client') });
  expect(read('--no-local')).toMatchObject({ ok: false, error: expect.stringContaining('nobody could sign in') });
  const plain = read('--oidc', 'http://login.esempio.it', '--oidc-client', 'cornetta');
  expect(plain).toMatchObject({ ok: false, error: expect.stringContaining('https://') });
});

test('where it is reached from outside is an address over TLS, without anything after it', () => {
  const read = (url: string) => readOptions(['--public', url], {}, '/assets');
  expect(read('https://cornetta.esempio.it/servizio/')).toMatchObject({
    value: { publicUrl: 'https://cornetta.esempio.it/servizio' },
  });
  expect(read('http://127.0.0.1:8080')).toMatchObject({ value: { publicUrl: 'http://127.0.0.1:8080' } });
  for (const url of [
    'http://cornetta.esempio.it',
    'https://cornetta.esempio.it/?a=b',
    'https://a@cornetta.esempio.it',
  ]) {
    expect(read(url)).toMatchObject({ ok: false, error: expect.stringContaining('--public') });
  }
});

test('the command that examines files is a program and its arguments', () => {
  const given = read(['--examine', ' clamdscan --no-summary  - ']);
  expect(given).toMatchObject({ ok: true, value: { examine: ['clamdscan', '--no-summary', '-'] } });
  expect(read(['--examine', ' '])).toEqual({ ok: false, error: '--examine: a command' });
});
