// Main's end of the desk's port: doors and settings in, main's state out.
import type { MessagePortMain } from 'electron';
import { type Awaiting, type CompanyNames, deskMain, type ZoomStep } from '#shared/contract/main';
import { serve } from '#shared/contract/serve';
import type { Doors } from '../doors.ts';
import type { MainStore } from '../state.ts';
import type { PopOut } from '../windows/popOut.ts';
import type { SaveText } from '../windows/saveText.ts';
import { electronPort } from './electronPort.ts';

export interface ServeDeskDeps {
  readonly store: MainStore;
  readonly doors: Doors;
  /** In the system's browser. */
  readonly openPage: (url: string) => Promise<void>;
  /** The small window of the live call. */
  readonly popOut: Pick<PopOut, 'open' | 'close' | 'fit'>;
  /** Everything in the desk's window. */
  readonly zoom: (step: ZoomStep) => void;
  /** The desk in front of the other programs. */
  readonly comeForward: () => void;
  readonly onNames: (names: CompanyNames) => void;
  readonly onAwaiting: (awaiting: readonly Awaiting[]) => void;
  readonly saveText: SaveText;
  /** In the system's program for it. */
  readonly openCopy: (copy: string) => Promise<void>;
  readonly onRefused: (reason: string) => void;
  readonly onBug: (error: unknown, method: string) => string;
}

export function serveDesk(
  port: MessagePortMain,
  {
    store,
    doors,
    openPage,
    popOut,
    comeForward,
    zoom,
    onNames,
    onAwaiting,
    saveText,
    openCopy,
    onRefused,
    onBug,
  }: ServeDeskDeps,
): void {
  const served = serve({
    contract: deskMain,
    port: electronPort(port),
    snapshot: store.get,
    onRefused,
    onBug,
    methods: {
      chooseDoor: async (door) => {
        await doors.open(door);
        return null;
      },
      changeSettings: (part) => {
        const { settings } = store.get();
        const { devices = settings.devices, ...rest } = part;
        const told = Object.fromEntries(Object.entries(rest).filter(([, value]) => value !== undefined));
        store.setSettings({ ...settings, ...told, devices });
        return null;
      },
      tellNames: (names) => {
        onNames(names);
        return null;
      },
      tellAwaiting: (awaiting) => {
        onAwaiting(awaiting);
        return null;
      },
      openSignInPage: async ({ url }) => {
        await openPage(url);
        return null;
      },
      openCopy: async ({ copy }) => {
        await openCopy(copy);
        return null;
      },
      closeLink: () => {
        store.setLink(null);
        return null;
      },
      popOut: () => {
        popOut.open();
        return null;
      },
      closePopOut: () => {
        popOut.close();
        return null;
      },
      fitPopOut: ({ height }) => {
        popOut.fit(height);
        return null;
      },
      zoom: ({ step }) => {
        zoom(step);
        return null;
      },
      toDesk: () => {
        comeForward();
        popOut.close();
        return null;
      },
      closePlaceLink: ({ id }) => {
        store.closePlaceLink(id);
        return null;
      },
      dismissNotice: ({ index }) => {
        store.dismissNotice(index);
        return null;
      },
      acceptFileKey: async () => {
        await doors.acceptFileKey();
        return null;
      },
      acceptNewKey: async () => {
        await doors.acceptNewKey();
        return null;
      },
      saveTrace: ({ messages }) => saveText.trace(messages),
      saveFile: ({ name, bytes }) => saveText.file(name, bytes),
      chooseFile: async ({ name }) => {
        const file = await saveText.place(name);
        return file === null ? null : doors.giveFile(file);
      },
      saveTable: ({ of, text }) => saveText.table(of, text),
    },
  });
  const stopTelling = store.listen((state) => served.publish({ kind: 'mainChanged', state }));
  port.on('close', () => {
    stopTelling();
    served.dispose();
  });
}
