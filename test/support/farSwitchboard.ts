// A switchboard in a network of its own (`unshare --net`), told by its parent what to do: a play's phone reaches it only by the cables
// that are plugged in.
import { execFileSync } from 'node:child_process';
import { must } from '#shared/lib/must';
import { makeCertificate } from './certificate.ts';
import { type SipProxy, startSipProxy } from './sipProxy.ts';
import { startTestSwitchboard, type TestSwitchboard } from './switchboard.ts';

/** Where the phones find it, whatever cable they come by. */
export const pbxAddress = '10.99.0.1';

export type ToFar =
  /** The end of a cable has been brought here, and the phone at its other end has this address. */
  { readonly kind: 'plugIn'; readonly name: string; readonly phone: string } | { readonly kind: 'ring' };

export type FromFar =
  | { readonly kind: 'here' }
  | {
      readonly kind: 'up';
      readonly url: string;
      /** Of its certificate. */
      readonly fingerprint: string;
      readonly account: ReturnType<TestSwitchboard['account']>;
    }
  | { readonly kind: 'pluggedIn' }
  /** Many times a second: the one call there is. */
  | { readonly kind: 'call'; readonly state: string | null; readonly received: number };

export const ip = (...args: string[]): void =>
  void execFileSync('ip', args, { stdio: ['ignore', 'ignore', 'inherit'] });

const lookEveryMs = 50;
const tell = (message: FromFar): void => void process.send?.(message);

async function play(): Promise<void> {
  ip('link', 'set', 'lo', 'up');
  // Its one address, on which nothing changes when the phone comes another way.
  ip('link', 'add', 'name', 'pbx', 'type', 'veth', 'peer', 'name', 'inside');
  ip('addr', 'add', `${pbxAddress}/32`, 'dev', 'pbx');
  for (const name of ['pbx', 'inside']) ip('link', 'set', name, 'up');
  const board = await startTestSwitchboard();
  const certificate = await makeCertificate();
  const way: SipProxy = await startSipProxy(board.url, { host: pbxAddress, certificate });
  process.on('message', (message: ToFar) => {
    if (message.kind === 'ring') {
      board.ring({ number: '+390000000101', queue: 'welcome', staysSeconds: null, patienceSeconds: null });
      return;
    }
    ip('link', 'set', message.name, 'up');
    ip('route', 'replace', message.phone, 'dev', message.name);
    tell({ kind: 'pluggedIn' });
  });
  process.on('disconnect', () => process.exit());
  setInterval(() => {
    const [call] = board.calls();
    tell({ kind: 'call', state: call?.state.kind ?? null, received: call?.rtp?.received ?? 0 });
  }, lookEveryMs);
  tell({ kind: 'up', url: way.url, fingerprint: certificate.fingerprint, account: board.account('1001') });
}

if (process.argv[1] === must(import.meta.filename, 'this file')) {
  tell({ kind: 'here' });
  await play();
}
