// Who gets which port: each window one to main, one to data, and the two windows one to each other.
// Main makes the channels and steps aside; a window that is loaded anew, or a program that is restarted, gets new ones.
import { MessageChannelMain, type MessagePortMain, type WebContents } from 'electron';
import type { PortName } from '#shared/contract/main';

export interface PortOffice {
  /** The page of this window is listening (again). */
  windowAsks(which: 'desk' | 'phone'): void;
  /** This window's page is gone: nothing is sent to it until it asks. */
  windowGone(which: 'desk' | 'phone'): void;
  /** Data runs (again). */
  dataRuns(): void;
}

export interface PortOfficeDeps {
  readonly contents: (which: 'desk' | 'phone') => WebContents;
  readonly openDataChannel: (user: 'desk' | 'phone') => MessagePortMain | null;
  /** Main serves this end. */
  readonly serveMain: (user: 'desk' | 'phone', port: MessagePortMain) => void;
}

export function createPortOffice(deps: PortOfficeDeps): PortOffice {
  const listening = { desk: false, phone: false };

  const send = (which: 'desk' | 'phone', name: PortName, port: MessagePortMain): void =>
    deps.contents(which).postMessage('port', name, [port]);

  function linkData(which: 'desk' | 'phone'): void {
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
      if (listening.desk && listening.phone) {
        const { port1, port2 } = new MessageChannelMain();
        send('phone', 'desk', port1);
        send('desk', 'phone', port2);
      }
    },
    windowGone(which) {
      listening[which] = false;
    },
    dataRuns() {
      linkData('phone');
      linkData('desk');
    },
  };
}
