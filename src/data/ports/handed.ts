// A port that Electron has handed over (MessagePortMain), as a Port.
import type { Port } from '#shared/contract/port';

export interface ElectronPort {
  postMessage(message: unknown): void;
  on(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  on(event: 'close', listener: () => void): void;
  off(event: 'message', listener: (event: { readonly data: unknown }) => void): void;
  start(): void;
  close(): void;
}

export function handedPort(port: ElectronPort): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(listener) {
      const onMessage = (event: { readonly data: unknown }) => listener(event.data);
      port.on('message', onMessage);
      port.start();
      return () => port.off('message', onMessage);
    },
    close: () => port.close(),
  };
}
