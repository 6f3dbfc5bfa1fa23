// Electron's main-side MessagePort as a Port.
import type { MessagePortMain } from 'electron';
import type { Port } from '#shared/contract/port';

export function electronPort(port: MessagePortMain): Port {
  return {
    post: (message) => port.postMessage(message),
    listen(listener) {
      const onMessage = (event: { data: unknown }) => listener(event.data);
      port.on('message', onMessage);
      port.start();
      return () => void port.off('message', onMessage);
    },
    close: () => port.close(),
  };
}
