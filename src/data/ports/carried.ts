// Ports whose messages come inside the parent's messages, with the channel's number: plain Node hands over none.
import type { Port } from '#shared/contract/port';

export interface CarriedPorts {
  open(id: number): Port;
  /** Called once, when the other end has gone. */
  onClosed(id: number, listener: () => void): void;
  deliver(id: number, message: unknown): void;
  close(id: number): void;
}

interface Channel {
  listener: ((message: unknown) => void) | null;
  /** What came before anybody listened. */
  readonly early: unknown[];
  closed: (() => void) | null;
}

export function createCarriedPorts(post: (id: number, message: unknown) => void): CarriedPorts {
  const channels = new Map<number, Channel>();
  return {
    open(id) {
      const channel: Channel = { listener: null, early: [], closed: null };
      channels.set(id, channel);
      return {
        post: (message) => {
          if (channels.has(id)) post(id, message);
        },
        listen(listener) {
          channel.listener = listener;
          for (const message of channel.early.splice(0)) listener(message);
          return () => {
            channel.listener = null;
          };
        },
        close: () => void channels.delete(id),
      };
    },
    onClosed(id, listener) {
      const channel = channels.get(id);
      if (channel === undefined) listener();
      else channel.closed = listener;
    },
    deliver(id, message) {
      const channel = channels.get(id);
      if (channel === undefined) return;
      if (channel.listener === null) channel.early.push(message);
      else channel.listener(message);
    },
    close(id) {
      const channel = channels.get(id);
      channels.delete(id);
      channel?.closed?.();
    },
  };
}
