// Main's end of the phone's port: devices, a PC that stays awake in a call, word of its sleep and of its addresses, and a goodbye
// before the end.
import { networkInterfaces } from 'node:os';
import { type MessagePortMain, powerMonitor, powerSaveBlocker } from 'electron';
import {
  type Glance,
  type GlobalKey,
  type KeptWish,
  type LastWords,
  phoneMain,
  type Settings,
  type SoundSettings,
} from '#shared/contract/main';
import { type Served, serve } from '#shared/contract/serve';
import type { Wish } from '#shared/model/availability';
import { watchAddresses } from '../network/addresses.ts';
import type { IsCertificateRefused } from '../security/certificates.ts';
import type { MainStore } from '../state.ts';
import { electronPort } from './electronPort.ts';

export interface PhoneOffice {
  /** Serves the phone's newest port. */
  serve(port: MessagePortMain): void;
  /** The phone's page is gone, and its calls with it. */
  gone(): void;
  inCall(): boolean;
  press(key: GlobalKey): void;
  wish(wish: Wish): void;
  /** The phone hangs up and signs off from the PBX. One that does not answer is not waited for. */
  takeLeave(): Promise<void>;
}

export interface PhoneOfficeDeps {
  readonly store: MainStore;
  /** Null: its page is gone. */
  readonly onGlance: (glance: Glance | null) => void;
  readonly isCertificateRefused: IsCertificateRefused;
  readonly log: (level: 'info' | 'warn' | 'error', line: string) => void;
  readonly onRefused: (reason: string) => void;
  readonly onBug: (error: unknown, method: string) => string;
}

const leaveDeadlineMs = 1_500;

const soundOf = ({ devices, noiseSuppression }: Settings): SoundSettings => ({ devices, noiseSuppression });

export function createPhoneOffice(deps: PhoneOfficeDeps): PhoneOffice {
  const { store, log, onRefused, onBug } = deps;
  let served: Served<typeof phoneMain> | null = null;
  let awake: number | null = null;
  let lastWords: readonly LastWords[] = [];
  let wish: KeptWish | null = null;
  let onLeft: () => void = () => {};
  powerMonitor.on('suspend', () => served?.publish({ kind: 'suspending' }));
  powerMonitor.on('resume', () => served?.publish({ kind: 'resumed' }));
  powerMonitor.on('unlock-screen', () => served?.publish({ kind: 'unlocked' }));
  watchAddresses({ interfaces: networkInterfaces, onChange: () => served?.publish({ kind: 'networkChanged' }) });

  function stayAwake(active: boolean): void {
    if (awake !== null) powerSaveBlocker.stop(awake);
    awake = active ? powerSaveBlocker.start('prevent-app-suspension') : null;
  }

  return {
    serve(port) {
      let sound = soundOf(store.get().settings);
      const mine = serve({
        contract: phoneMain,
        port: electronPort(port),
        snapshot: () => {
          const { settings } = store.get();
          return { ...soundOf(settings), headset: settings.headset, lastWords: [...lastWords], wish };
        },
        onRefused,
        onBug,
        methods: {
          keepDevice: ({ role, device }) => {
            const { settings } = store.get();
            store.setSettings({ ...settings, devices: { ...settings.devices, [role]: device } });
            return null;
          },
          isCertificateRefused: ({ address }) => deps.isCertificateRefused(address),
          keepHeadset: (headset) => {
            store.setSettings({ ...store.get().settings, headset });
            return null;
          },
          inCall: ({ active }) => {
            stayAwake(active);
            return null;
          },
          keepLastWords: (kept) => {
            lastWords = kept.lastWords;
            return null;
          },
          keepWish: (kept) => {
            wish = kept;
            return null;
          },
          glance: (glance) => {
            deps.onGlance(glance);
            return null;
          },
          left: () => {
            onLeft();
            return null;
          },
          log: ({ level, message }) => {
            log(level, `phone: ${message}`);
            return null;
          },
        },
      });
      served = mine;
      const stopTelling = store.listen(({ settings }) => {
        const now = soundOf(settings);
        if (now.devices === sound.devices && now.noiseSuppression === sound.noiseSuppression) return;
        sound = now;
        mine.publish({ kind: 'soundChosen', sound });
      });
      port.on('close', () => {
        stopTelling();
        mine.dispose();
        if (served === mine) served = null;
      });
    },
    gone() {
      stayAwake(false);
      deps.onGlance(null);
    },
    press: (key) => served?.publish({ kind: 'keyPressed', key }),
    wish: (wanted) => served?.publish({ kind: 'wished', wish: wanted }),
    inCall: () => awake !== null,
    takeLeave() {
      if (served === null) return Promise.resolve();
      return new Promise((resolve) => {
        const deadline = setTimeout(resolve, leaveDeadlineMs);
        onLeft = () => {
          clearTimeout(deadline);
          resolve();
        };
        served?.publish({ kind: 'leaving' });
      });
    },
  };
}
