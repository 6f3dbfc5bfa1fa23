// A client of Asterisk's manager interface (AMI), as small as the tests need it: one action at a time or many, each
// answered by its own response and list of events, and the events that come unasked.
import { connect, type Socket } from 'node:net';

/** One AMI message: header -> value. A header that comes several times has its values joined by line ends. */
export type AmiMessage = Readonly<Record<string, string>>;

export interface Ami {
  /** Sends an action. Resolves with the response and, for an action that lists, its events (without the closing one).
   * @throws Error with Asterisk's own sentence when it answers with an error, or when the link closes */
  action(
    name: string,
    headers?: Readonly<Record<string, string | readonly string[]>>,
  ): Promise<{ response: AmiMessage; events: AmiMessage[] }>;
  /** Calls `listener` for every event that belongs to no action; the result stops it. */
  onEvent(listener: (event: AmiMessage) => void): () => void;
  close(): void;
}

interface Pending {
  response: AmiMessage | undefined;
  events: AmiMessage[];
  done(result: { response: AmiMessage; events: AmiMessage[] }): void;
  failed(error: Error): void;
}

/** Connects to the manager interface; log in with the action `Login`.
 * @throws Error when nobody listens on that port */
export async function connectAmi(port: number): Promise<Ami> {
  const socket = await open(port);
  const pending = new Map<string, Pending>();
  const listeners = new Set<(event: AmiMessage) => void>();
  let count = 0;
  let rest = '';

  socket.on('data', (chunk: string) => {
    rest += chunk;
    const parts = rest.replace(/^Asterisk Call Manager[^\r\n]*\r\n/, '').split('\r\n\r\n');
    rest = parts.pop() ?? '';
    for (const part of parts) take(parse(part));
  });
  socket.on('error', () => socket.destroy());
  socket.on('close', () => {
    for (const one of pending.values()) one.failed(new Error('Asterisk closed the manager interface.'));
    pending.clear();
  });

  function take(message: AmiMessage): void {
    const id = message.ActionID ?? '';
    const one = pending.get(id);
    if (one === undefined) {
      for (const listener of [...listeners]) listener(message);
    } else if (message.Response === 'Error') {
      pending.delete(id);
      one.failed(new Error(`Asterisk refused: ${message.Message ?? message.Output ?? 'no reason given'}`));
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
      const id = `test-${++count}`;
      const lines = Object.entries({ Action: name, ActionID: id, ...headers }).flatMap(([header, value]) =>
        [value].flat().map((each) => `${header}: ${each.replace(/[\r\n]/g, ' ')}\r\n`),
      );
      return new Promise((done, failed) => {
        if (socket.destroyed) return failed(new Error('Asterisk closed the manager interface.'));
        pending.set(id, { response: undefined, events: [], done, failed });
        socket.write(`${lines.join('')}\r\n`);
      });
    },
    onEvent(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => socket.destroy(),
  };
}

function open(port: number): Promise<Socket> {
  return new Promise((done, failed) => {
    const socket = connect({ port, host: '127.0.0.1' });
    socket.setEncoding('utf8');
    socket.once('error', failed);
    socket.once('connect', () => {
      socket.off('error', failed);
      done(socket);
    });
  });
}

function parse(text: string): AmiMessage {
  const message: Record<string, string> = {};
  for (const line of text.split('\r\n')) {
    const colon = line.indexOf(':');
    if (colon < 0) continue;
    const header = line.slice(0, colon);
    const value = line.slice(colon + 1).replace(/^ /, '');
    const before = message[header];
    message[header] = before === undefined ? value : `${before}\n${value}`;
  }
  return message;
}
