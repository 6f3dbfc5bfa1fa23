// A client of Asterisk's manager interface (AMI): actions, each answered by its own response and list of events, and the
// events that come unasked. The bridge uses it, and so do the tests that watch a real PBX.
import { connect, type Socket } from 'node:net';
import { type AmiMessage, createAmiParser, writeAction } from './framing.ts';

export interface Ami {
  /** Sends an action. Resolves with the response and, for an action that lists, its events (without the closing one).
   * @throws AmiRefusal with Asterisk's own sentence; Error when the link closes, or there is no answer in time */
  action(
    name: string,
    headers?: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<{ response: AmiMessage; events: AmiMessage[] }>;
  /** Calls `listener` for every event that belongs to no action; the result stops it. */
  onEvent(listener: (event: AmiMessage) => void): () => void;
  /** Called once, when the link has ended for whatever reason. */
  onClose(listener: () => void): void;
  close(): void;
}

/** Asterisk has understood, and says no. */
export class AmiRefusal extends Error {}

export interface AmiAddress {
  readonly host: string;
  readonly port: number;
}

interface Pending {
  response: AmiMessage | undefined;
  events: AmiMessage[];
  done(result: { response: AmiMessage; events: AmiMessage[] }): void;
  failed(error: Error): void;
}

const connectMs = 5_000;
const answerMs = 8_000;

/** Connects; log in with the action `Login`, or by `logIn`. @throws Error when nobody listens there */
export async function connectAmi(address: AmiAddress): Promise<Ami> {
  const socket = await open(address);
  const parser = createAmiParser();
  const pending = new Map<string, Pending>();
  const listeners = new Set<(event: AmiMessage) => void>();
  const closeListeners = new Set<() => void>();
  let count = 0;

  socket.on('data', (chunk: string) => {
    try {
      for (const message of parser.push(chunk)) take(message);
    } catch {
      socket.destroy();
    }
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const one of pending.values()) one.failed(new Error('Asterisk closed the manager interface.'));
    pending.clear();
    for (const listener of closeListeners) listener();
    closeListeners.clear();
  });

  function take(message: AmiMessage): void {
    const id = message.ActionID ?? '';
    const one = pending.get(id);
    if (one === undefined) {
      for (const listener of [...listeners]) listener(message);
    } else if (message.Response === 'Error') {
      pending.delete(id);
      one.failed(new AmiRefusal(`Asterisk refused: ${message.Message ?? message.Output ?? 'no reason given'}`));
    } else if (message.Response !== undefined) {
      one.response = message;
      if (message.EventList !== 'start') settle(id, one, message);
    } else if (message.EventList === 'Complete' && one.response !== undefined) {
      settle(id, one, one.response);
    } else {
      one.events.push(message);
    }
  }

  function settle(id: string, one: Pending, response: AmiMessage): void {
    pending.delete(id);
    one.done({ response, events: one.events });
  }

  return {
    action(name, headers = {}) {
      const id = `cornetta-${++count}`;
      return new Promise((done, failed) => {
        if (socket.destroyed) return failed(new Error('Asterisk closed the manager interface.'));
        const late = setTimeout(() => {
          // A link on which nothing is answered is none.
          failed(new Error(`No answer to ${name}.`));
          socket.destroy();
        }, answerMs);
        const settled =
          <T>(settle: (value: T) => void) =>
          (value: T) => {
            clearTimeout(late);
            settle(value);
          };
        pending.set(id, { response: undefined, events: [], done: settled(done), failed: settled(failed) });
        socket.write(writeAction({ Action: name, ActionID: id, ...headers }));
      });
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    onClose(listener) {
      if (socket.destroyed) listener();
      else closeListeners.add(listener);
    },
    close: () => socket.destroy(),
  };
}

function open({ host, port }: AmiAddress): Promise<Socket> {
  return new Promise((done, failed) => {
    const socket = connect({ port, host, timeout: connectMs, keepAlive: true });
    socket.setEncoding('utf8');
    const refused = (error?: Error) => {
      socket.destroy();
      failed(error ?? new Error(`${host}:${port} does not answer.`));
    };
    socket.once('error', refused);
    socket.once('timeout', refused);
    socket.once('connect', () => {
      socket.setTimeout(0);
      socket.off('error', refused);
      socket.off('timeout', refused);
      done(socket);
    });
  });
}
