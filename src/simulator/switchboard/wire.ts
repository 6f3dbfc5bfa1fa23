// The WebSocket side (RFC 7118): accepts phones, answers their keep-alives, and brings every SIP message to where it belongs.
// Dialogues outlive sockets as in Asterisk: a phone that comes back under the same Contact is found on its new socket.
import type { IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../clock.ts';
import type { Weather } from '../weather/weather.ts';
import { addressKey, headerOf, isResponse, readdressed, requestLine, stamped, stampOf, withHeader } from './sipText.ts';

export interface WireDeps {
  /** 0 takes any free port. */
  port: number;
  clock: Clock;
  weather: Weather;
  log(line: string): void;
}

export interface Wire {
  readonly url: string;
  /** The address that requests to us carry from now on. */
  ourUri: string;
  onMessage: (text: string) => void;
  /** Sees every message first; true: it is done with. */
  intercept: (text: string) => boolean;
  /** A socket closed: the Contacts that were reached over it. */
  onGone: (contacts: readonly string[]) => void;
  /** @throws when the phone it is for cannot be reached any more */
  send(text: string): void;
  /** From now on requests to this Contact go to the socket that the request with this Via came from, until it closes. */
  bind(contact: string, via: string): void;
  /** Sends this From instead of ours in every request of this Call-ID, however wrong it is. */
  disguise(callId: string, from: string): void;
  /** Sends text as it stands to a Contact. @throws when it cannot be reached */
  sendRaw(contact: string, text: string): void;
  /** Cuts sockets as a broken network does, all or those of these Contacts; nothing can connect for `seconds`. */
  cut(contacts: readonly string[] | null, seconds: number): void;
  close(): Promise<void>;
}

const closingMs = 500;

interface Connection {
  readonly key: string;
  readonly socket: WebSocket;
  readonly out: (deliver: () => void) => void;
}

/** Resolves once it listens, on loopback. @throws when the port is taken */
export async function openWire({ port, clock, weather, log }: WireDeps): Promise<Wire> {
  const connections = new Map<string, Connection>();
  const contacts = new Map<string, Connection>();
  const disguises = new Map<string, { ours: string | null; shown: string }>();
  let closedUntil = Number.NEGATIVE_INFINITY;

  const server = new WebSocketServer({
    port,
    host: '127.0.0.1',
    maxPayload: 64 * 1024,
    handleProtocols: () => 'sip',
    verifyClient({ req }: { req: IncomingMessage }, done: (ok: boolean, code?: number) => void) {
      const offered = req.headers['sec-websocket-protocol']?.split(',').map((one) => one.trim()) ?? [];
      if (clock.now() < closedUntil) done(false, 503);
      else done(offered.includes('sip'), 400);
    },
  });
  await new Promise<void>((listening, failed) => {
    server.once('listening', listening);
    server.once('error', failed);
  });
  server.on('error', (error) => log(`wire: ${error.message}`));

  server.on('connection', (socket, request) => {
    const { remoteAddress = '127.0.0.1', remotePort = 0 } = request.socket;
    const from = { address: remoteAddress.replace(/^::ffff:/, ''), port: remotePort };
    const connection = { key: `${from.address}:${from.port}`, socket, out: weather.signalLine() };
    const inward = weather.signalLine();
    connections.set(connection.key, connection);
    socket.on('message', (data) => {
      const text = data.toString();
      inward(() => take(text, from, connection));
    });
    socket.on('error', () => socket.terminate());
    socket.on('close', () => {
      connections.delete(connection.key);
      const gone = [...contacts].filter(([, one]) => one === connection).map(([contact]) => contact);
      for (const contact of gone) contacts.delete(contact);
      if (gone.length > 0) wire.onGone(gone);
    });
  });

  function take(text: string, from: { address: string; port: number }, connection: Connection): void {
    if (/^[\r\n]*$/.test(text)) {
      // Keep-alive (RFC 5626 4.4.1): two line ends are a ping, one is its pong.
      if (text.length > 2) deliver(connection, '\r\n');
      return;
    }
    const plain = undisguised(text);
    try {
      const message = isResponse(plain) ? plain : readdressed(stamped(plain, from), wire.ourUri);
      if (!wire.intercept(message)) wire.onMessage(message);
    } catch (error) {
      log(`wire: a message was not understood: ${error instanceof Error ? error.message : 'unknown'}`);
    }
  }

  function deliver(connection: Connection, text: string): void {
    connection.out(() => {
      if (connection.socket.readyState === connection.socket.OPEN) connection.socket.send(text);
    });
  }

  function disguised(text: string): string {
    const disguise = disguises.get(headerOf(text, 'Call-ID') ?? '');
    if (disguise === undefined || isResponse(text)) return text;
    disguise.ours ??= headerOf(text, 'From') ?? null;
    const tag = /;tag=[^;\s]+/.exec(disguise.ours ?? '')?.[0] ?? '';
    return withHeader(text, 'From', disguise.shown + tag);
  }

  function undisguised(text: string): string {
    const disguise = disguises.get(headerOf(text, 'Call-ID') ?? '');
    return disguise?.ours != null && isResponse(text) ? withHeader(text, 'From', disguise.ours) : text;
  }

  function reach(contact: string): Connection {
    const connection = contacts.get(addressKey(contact));
    if (connection === undefined) throw new Error('the phone is not connected');
    return connection;
  }

  const wire: Wire = {
    url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}`,
    ourUri: 'sip:switchboard',
    onMessage: () => {},
    intercept: () => false,
    onGone: () => {},
    send(text) {
      if (isResponse(text)) {
        const connection = connections.get(stampOf(text) ?? '');
        if (connection === undefined) throw new Error('the phone is not connected');
        deliver(connection, text);
      } else {
        deliver(reach(requestLine(text)?.uri ?? ''), disguised(text));
      }
    },
    bind(contact, via) {
      const connection = connections.get(stampOf(`SIP/2.0 200 OK\r\nVia: ${via}\r\n\r\n`) ?? '');
      if (connection !== undefined) contacts.set(addressKey(contact), connection);
    },
    disguise(callId, from) {
      disguises.set(callId, { ours: null, shown: from });
    },
    sendRaw(contact, text) {
      deliver(reach(contact), text);
    },
    cut(which, seconds) {
      closedUntil = clock.now() + seconds * 1_000;
      const chosen = which?.map((contact) => contacts.get(addressKey(contact))) ?? [...connections.values()];
      for (const connection of chosen) connection?.socket.terminate();
    },
    async close() {
      const sockets = [...connections.values()].map((connection) => connection.socket);
      // What was just said (BYE, mostly) still goes out; a phone that does not close in time is cut off.
      for (const socket of sockets) socket.close(1001);
      clock.after(closingMs, () => {
        for (const socket of sockets) socket.terminate();
      });
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
  return wire;
}
