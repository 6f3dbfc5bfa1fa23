// A play in a network of its own (`unshare --net`), with the switchboard in another: in the middle of a call the PC goes from Wi-Fi to
// cable, with another address. Prints what was seen as one line of JSON.

import { type ChildProcess, spawn } from 'node:child_process';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { watchAddresses } from '#main/network/addresses';
import { must } from '#shared/lib/must';
import { plainSite } from '#shared/model/site';
import { type FromFar, ip, pbxAddress, type ToFar } from './farSwitchboard.ts';
import { startPhonePages } from './phonePage.ts';
import { until } from './until.ts';

const watchedMs = 10_000;

/** The switchboard's end: what it has said last of each kind. */
function startFar(): {
  readonly child: ChildProcess;
  readonly said: Map<FromFar['kind'], FromFar>;
  tell(message: ToFar): void;
} {
  const play = join(import.meta.dirname, 'farSwitchboard.ts');
  const child = spawn('unshare', ['--net', process.execPath, play], { stdio: ['ignore', 2, 2, 'ipc'] });
  const said = new Map<FromFar['kind'], FromFar>();
  child.on('message', (message: FromFar) => void said.set(message.kind, message));
  return { child, said, tell: (message) => void child.send(message) };
}

const far = startFar();
const heardOf = async <K extends FromFar['kind']>(kind: K): Promise<Extract<FromFar, { kind: K }>> => {
  await until(`the switchboard says "${kind}"`, () => far.said.has(kind));
  return far.said.get(kind) as Extract<FromFar, { kind: K }>;
};

/** A cable from here to the switchboard, and the way there goes over it from now on. */
async function plugIn(name: string, address: string): Promise<void> {
  ip('link', 'add', 'name', name, 'type', 'veth', 'peer', 'name', `${name}-far`);
  ip('link', 'set', `${name}-far`, 'netns', String(must(far.child.pid, 'a process')));
  far.said.delete('pluggedIn');
  far.tell({ kind: 'plugIn', name: `${name}-far`, phone: address });
  await heardOf('pluggedIn');
  ip('addr', 'add', `${address}/24`, 'dev', name);
  ip('link', 'set', name, 'up');
  ip('route', 'replace', pbxAddress, 'dev', name);
}

ip('link', 'set', 'lo', 'up');
await heardOf('here');
const { url, fingerprint, account } = await heardOf('up');
await plugIn('wifi', '10.88.0.2');
const pages = await startPhonePages({ trusted: fingerprint });
const page = await pages.open();
const stopWatching = watchAddresses({
  interfaces: networkInterfaces,
  onChange: () => page.tell({ kind: 'networkChanged' }),
});
try {
  const { extension, password, domain } = account;
  page.data.setLine({
    pbx: {
      servers: [url],
      domain,
      extension,
      authUser: extension,
      password,
      iceServers: [],
      featureCodes: { pause: '*73', resume: '*74' },
      agentState: 'codes',
    },
    site: plainSite('IT'),
    wrapUps: [],
    autoAnswer: [],
  });
  await page.untilState('registered', ({ registration }) => registration.kind === 'registered');
  await page.call.setWish({ kind: 'ready' });
  await page.untilState('ready', ({ availability }) => availability.pbx === 'offering');
  far.tell({ kind: 'ring' });
  await page.untilState('ringing', ({ calls }) => calls[0]?.phase.kind === 'ringing');
  await page.call.answer({ callId: must(page.state().calls[0], 'a call').id });
  await page.untilState('talking', ({ calls }) => calls[0]?.phase.kind === 'talking');

  const heardHere = async () => (await page.stats())[0]?.packetsReceived ?? 0;
  const heardThere = async () => (await heardOf('call')).received;
  const start = [await heardHere(), await heardThere()] as const;
  await until('they hear each other', async () => {
    return (await heardHere()) > start[0] + 25 && (await heardThere()) > start[1] + 25;
  });

  const before = page.state().registration;
  const changedAt = performance.now();
  ip('link', 'del', 'wifi');
  await plugIn('cable', '10.89.0.2');
  const ears = [heardHere, heardThere].map((packets) => ({ packets, last: 0, at: changedAt, longestMs: 0 }));
  let backAt: number | null = null;
  await until(
    'it has been listened for long enough',
    async () => {
      for (const ear of ears) {
        const packets = await ear.packets();
        const now = performance.now();
        if (packets > ear.last) ear.at = now;
        ear.last = Math.max(ear.last, packets);
        ear.longestMs = Math.max(ear.longestMs, now - ear.at);
      }
      const { registration } = page.state();
      if (registration.kind === 'registered' && JSON.stringify(registration) !== JSON.stringify(before))
        backAt ??= performance.now();
      return performance.now() - changedAt > watchedMs;
    },
    undefined,
    watchedMs * 2,
  );
  if (process.env.CORNETTA_LOG !== undefined) console.error(page.logged.slice(-80).join('\n'));
  console.log(
    JSON.stringify({
      longestSilenceMs: Math.round(Math.max(...ears.map(({ longestMs }) => longestMs))),
      registeredAgainMs: backAt === null ? null : Math.round(backAt - changedAt),
      phases: page.state().calls.map(({ phase }) => phase.kind),
      atSwitchboard: (await heardOf('call')).state,
    }),
  );
} finally {
  stopWatching();
  await pages.close();
  far.child.disconnect();
}
