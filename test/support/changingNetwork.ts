// A play in a network of its own (`unshare --net`): in the middle of a call the PC goes from Wi-Fi to cable, with another address.
// Prints what was seen as one line of JSON.
import { execFileSync } from 'node:child_process';
import { openPhoneLine } from './phoneLine.ts';
import { startPhonePages } from './phonePage.ts';
import { until } from './until.ts';

const watchedMs = 10_000;

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] });

function plugIn(name: string, address: string): void {
  ip('link', 'add', 'name', name, 'type', 'veth', 'peer', 'name', `${name}-far`);
  ip('addr', 'add', `${address}/24`, 'dev', name);
  ip('link', 'set', `${name}-far`, 'up');
  ip('link', 'set', name, 'up');
}

ip('link', 'set', 'lo', 'up');
plugIn('wifi', '10.88.0.2');

const pages = await startPhonePages();
const line = await openPhoneLine(pages);
try {
  await line.talks();
  const heardAtPbx = () => line.board.calls()[0]?.rtp?.received ?? 0;
  plugIn('cable', '10.89.0.2');
  ip('link', 'del', 'wifi');
  let [before] = await line.page.stats();
  let [heard, heardThere] = [performance.now(), performance.now()];
  let atPbx = heardAtPbx();
  let longestSilenceMs = 0;
  const end = performance.now() + watchedMs;
  await until(
    'it has been listened for long enough',
    async () => {
      const [now] = await line.page.stats();
      const at = performance.now();
      if ((now?.packetsReceived ?? 0) > (before?.packetsReceived ?? 0)) heard = at;
      if (heardAtPbx() > atPbx) heardThere = at;
      [before, atPbx] = [now, heardAtPbx()];
      longestSilenceMs = Math.max(longestSilenceMs, at - heard, at - heardThere);
      return at > end;
    },
    undefined,
    watchedMs * 2,
  );
  await line.soundFlows();
  await line.untilAgreed();
  console.log(
    JSON.stringify({
      longestSilenceMs: Math.round(longestSilenceMs),
      phases: line.page.state().calls.map(({ phase }) => phase.kind),
    }),
  );
} finally {
  await line.close();
  await pages.close();
}
