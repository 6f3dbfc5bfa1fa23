// What a phone's window still holds when nobody is on the line: memory, and everything a call makes, counted.
import type { CDPSession, ElectronApplication, Page } from 'playwright-core';
import { inColumns } from '../figures.ts';

/** Lives in the page while anything uses it; asked after the garbage is gone. */
interface Living {
  liveTracks(): number;
  runningContexts(): number;
  playingVoices(): number;
}

/** Runs in the page before its own scripts, and must stand alone: remembers, without holding them, what calls are made of. */
export function countLiving(): void {
  const registry = <T extends object>() => {
    const refs = new Set<WeakRef<T>>();
    return {
      add(one: T): T {
        refs.add(new WeakRef(one));
        return one;
      },
      count(isInUse: (one: T) => boolean): number {
        let count = 0;
        for (const ref of refs) {
          const one = ref.deref();
          if (one === undefined) refs.delete(ref);
          else if (isInUse(one)) count += 1;
        }
        return count;
      },
    };
  };
  const tracks = registry<MediaStreamTrack>();
  const contexts = registry<AudioContext>();
  const voices = registry<HTMLAudioElement>();

  const { getUserMedia } = MediaDevices.prototype;
  MediaDevices.prototype.getUserMedia = async function (this: MediaDevices, constraints) {
    const stream = await getUserMedia.call(this, constraints);
    stream.getTracks().forEach(tracks.add);
    return stream;
  };
  const { clone } = MediaStreamTrack.prototype;
  MediaStreamTrack.prototype.clone = function (this: MediaStreamTrack) {
    return tracks.add(clone.call(this));
  };
  // The classes themselves stay what they are: others change them too.
  window.RTCPeerConnection = new Proxy(RTCPeerConnection, {
    construct(make, given: ConstructorParameters<typeof RTCPeerConnection>) {
      const connection = new make(...given);
      connection.addEventListener('track', ({ track }) => tracks.add(track));
      return connection;
    },
  });
  window.AudioContext = new Proxy(AudioContext, { construct: (make, given) => contexts.add(new make(...given)) });
  const { createMediaStreamDestination } = AudioContext.prototype;
  AudioContext.prototype.createMediaStreamDestination = function (this: AudioContext) {
    const node = createMediaStreamDestination.call(this);
    node.stream.getTracks().forEach(tracks.add);
    return node;
  };
  window.Audio = new Proxy(Audio, { construct: (make, given) => voices.add(new make(...given)) });

  const living: Living = {
    liveTracks: () => tracks.count(({ readyState }) => readyState === 'live'),
    runningContexts: () => contexts.count(({ state }) => state === 'running'),
    playingVoices: () => voices.count(({ srcObject }) => srcObject !== null),
  };
  Object.assign(window, { living });
}

export interface Leftovers {
  readonly heapMb: number;
  readonly workingSetMb: number;
  readonly peerConnections: number;
  readonly liveTracks: number;
  readonly runningContexts: number;
  readonly playingVoices: number;
  readonly listeners: number;
  readonly legs: number;
  readonly sessions: number;
  readonly dialogues: number;
  readonly transactions: number;
}

export interface Meter {
  read(): Promise<Leftovers>;
}

const megabytes = (bytes: number): number => Math.round((bytes / 1024 / 1024) * 100) / 100;

export async function meterOf(electron: ElectronApplication, page: Page): Promise<Meter> {
  const devtools = await page.context().newCDPSession(page);
  await devtools.send('Performance.enable');
  return {
    async read() {
      await collectGarbage(devtools);
      const metrics = new Map(
        (await devtools.send('Performance.getMetrics')).metrics.map(({ name, value }) => [name, value]),
      );
      const metric = (name: string): number => metrics.get(name) ?? Number.NaN;
      const inPage = await page.evaluate(() => {
        const { living, cornettaCounts } = window as unknown as { living: Living; cornettaCounts: () => EngineCounts };
        return {
          liveTracks: living.liveTracks(),
          runningContexts: living.runningContexts(),
          playingVoices: living.playingVoices(),
          ...cornettaCounts(),
        };
      });
      return {
        heapMb: megabytes(metric('JSHeapUsedSize')),
        workingSetMb: await workingSetMb(electron, page.url()),
        peerConnections: metric('RTCPeerConnections'),
        listeners: metric('JSEventListeners'),
        ...inPage,
      };
    },
  };
}

type EngineCounts = Pick<Leftovers, 'legs' | 'sessions' | 'dialogues' | 'transactions'>;

/** More than once: what is finalised in one round is free in the next. */
async function collectGarbage(devtools: CDPSession): Promise<void> {
  for (let round = 0; round < 4; round += 1) await devtools.send('HeapProfiler.collectGarbage');
}

/** Of the page's process, as Electron knows it. */
async function workingSetMb(electron: ElectronApplication, url: string): Promise<number> {
  const kilobytes = await electron.evaluate(({ app, webContents }, address) => {
    const pid = webContents
      .getAllWebContents()
      .find((one) => one.getURL() === address)
      ?.getOSProcessId();
    return app.getAppMetrics().find((one) => one.pid === pid)?.memory.workingSetSize ?? Number.NaN;
  }, url);
  return megabytes(kilobytes * 1024);
}

export interface Check {
  readonly name: string;
  /** In the middle of the calls; null where there were too few of them. It shows that what is counted is seen. */
  readonly busy: number | null;
  readonly early: number;
  readonly late: number;
  readonly atMost: number;
  readonly ok: boolean;
}

/** It may not have grown by more. */
const growth = 1.1;

/** `busy`: in a conference. `early`: after the first calls; `late`: after the last. What calls are made of must be gone; memory may be a little more. */
export function compare(busy: Leftovers | null, early: Leftovers, late: Leftovers): Check[] {
  const check = (name: string, of: keyof Leftovers, atMost: number): Check => ({
    name,
    busy: busy?.[of] ?? null,
    early: early[of],
    late: late[of],
    atMost: Math.round(atMost * 100) / 100,
    ok: late[of] <= atMost && busy?.[of] !== 0,
  });
  return [
    check('heap of the phone’s window, MB', 'heapMb', early.heapMb * growth),
    check('its process, MB', 'workingSetMb', early.workingSetMb * growth),
    check('event listeners', 'listeners', early.listeners),
    check('peer connections', 'peerConnections', 0),
    check('live tracks', 'liveTracks', 0),
    check('audio contexts running', 'runningContexts', 0),
    check('voices playing', 'playingVoices', 0),
    check('legs', 'legs', 0),
    check('SIP sessions', 'sessions', 0),
    check('SIP dialogues', 'dialogues', 0),
    check('SIP transactions', 'transactions', 0),
  ];
}

export function soakTable(checks: readonly Check[]): string {
  const rows = [
    ['left in the window', 'in a conference', 'early', 'late', 'at most', ''],
    ...checks.map(({ name, busy, early, late, atMost, ok }) => [
      name,
      String(busy ?? ''),
      String(early),
      String(late),
      String(atMost),
      ok ? 'ok' : 'TOO MUCH',
    ]),
  ];
  return inColumns(rows);
}
