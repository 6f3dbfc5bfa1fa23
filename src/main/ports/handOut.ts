// Who gets which port: each window one to main, one to data, and those that show calls one to the phone.
// Main makes the channels and steps aside; a window that is loaded anew, or a program that is restarted, gets new ones.
import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import type { PortName } from '#shared/contract/main';
import type { WindowName } from '../security/pages.ts';

export interface PortOffice {
  /** The page of this window is listening (again). */
  windowAsks(which: WindowName): void;
  /** This window's page is gone: nothing is sent to it until it asks. */
  windowGone(which: WindowName): void;
  /** Data runs (again). */
  dataRuns(): void;
}

export interface PortOfficeDeps {
  /** Null: there is no such window now. */
  readonly contents: (which: WindowName) => WebContents | null;
  readonly openDataChannel: (user: WindowName) => MessagePortMain | null;
  /** Main serves this end. */
  readonly serveMain: (user: WindowName, port: MessagePortMain) => void;
}

export function createPortOffice(deps: PortOfficeDeps): PortOffice {
  const listening: Record<WindowName, boolean> = { desk: false, phone: false, bar: false };

  const send = (which: WindowName, name: PortName, port: MessagePortMain): void =>
    deps.contents(which)?.postMessage('port', name, [port]);

  function linkData(which: WindowName): void {
    const port = listening[which] ? deps.openDataChannel(which) : null;
    if (port !== null) send(which, 'data', port);
  }

  return {
    windowAsks(which) {
      listening[which] = true;
      const { port1: ours, port2: theirs } = new MessageChannelMain();
      deps.serveMain(which, ours);
      send(which, 'main', theirs);
      linkData(which);
      for (const shower of ['desk', 'bar'] as const) {
        if (!listening[shower] || !listening.phone || (which !== 'phone' && which !== shower)) continue;
        const { port1, port2 } = new MessageChannelMain();
        send('phone', shower, port1);
        send(shower, 'phone', port2);
      }
    },
    windowGone(which) {
      listening[which] = false;
    },
    dataRuns() {
      linkData('phone');
      linkData('desk');
      linkData('bar');
    },
  };
}
