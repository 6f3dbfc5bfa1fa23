// A browser's MessagePort as a Port, and how a window gets its ports from main.
// Structural types stand for the DOM's: this folder knows no DOM.

import { type PortName, portNameSchema } from './main.ts';
import type { Port } from './port.ts';

interface BrowserMessagePort {
  postMessage(message: unknown): void;
  addEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  removeEventListener(type: 'message', listener: (event: { readonly data: unknown }) => void): void;
  start(): void;
  close(): void;
}

export function browserPort(port: BrowserMessagePort): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(listener) {
      const onMessage = (event: { readonly data: unknown }) => listener(event.data);
      port.addEventListener('message', onMessage);
      port.start();
      return () => port.removeEventListener('message', onMessage);
    },
    close: () => port.close(),
  };
}

/** What the preload script posts into its own page, with the port beside it. */
export const portMessageKind = 'cornetta-port';

interface WindowMessage {
  readonly data: unknown;
  readonly origin: string;
  readonly ports: readonly BrowserMessagePort[];
}

interface BrowserWindow {
  readonly origin: string;
  addEventListener(type: 'message', listener: (event: WindowMessage) => void): void;
  /** The preload's bridge: asks main for a fresh set of ports. */
  readonly cornetta: { requestPorts(): void };
}

/** Calls `onPort` for each port that main hands out: at once for all, and again for a program that was restarted. */
export function receivePorts(window: BrowserWindow, onPort: (name: PortName, port: Port) => void): void {
  window.addEventListener('message', (event) => {
    const message = event.data as { kind?: unknown; name?: unknown } | null;
    const port = event.ports[0];
    if (event.origin !== window.origin || message?.kind !== portMessageKind || port === undefined) return;
    const name = portNameSchema.safeParse(message.name);
    if (name.success) onPort(name.data, browserPort(port));
  });
  window.cornetta.requestPorts();
}
