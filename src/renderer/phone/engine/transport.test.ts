import { TransportState } from 'sip.js';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { SocketTransport } from './transport.ts';

/** A socket of the browser's, in the test's hand. */
class FakeSocket {
  static made: FakeSocket[] = [];
  readonly sent: string[] = [];
  closed = false;
  onopen: (() => void) | null = null;
  onmessage: ((event: { data: unknown }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  readonly url: string;
  readonly protocol: string;
  constructor(url: string, protocol: string) {
    this.url = url;
    this.protocol = protocol;
    FakeSocket.made.push(this);
  }
  send(text: string): void {
    this.sent.push(text);
  }
  close(): void {
    this.closed = true;
  }
}

let transport: SocketTransport;
let bugs: unknown[];
let unreadable: unknown[];
let unsent: string[];
let server: string;
const socket = () => FakeSocket.made.at(-1) ?? expect.unreachable();

beforeEach(() => {
  vi.stubGlobal('WebSocket', FakeSocket);
  vi.useFakeTimers();
  FakeSocket.made = [];
  bugs = [];
  unreadable = [];
  unsent = [];
  server = 'wss://one.example/ws';
  transport = new SocketTransport(null, {
    server: () => server,
    connectDeadlineMs: 5_000,
    trace: () => undefined,
    onUnsent: (message) => unsent.push(message),
    onUnreadable: (error) => unreadable.push(error),
    onBug: (error) => bugs.push(error),
  });
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

async function connected(): Promise<void> {
  const done = transport.connect();
  socket().onopen?.();
  await done;
}

describe('a connection', () => {
  it('is one WebSocket that speaks SIP, to the server that is asked for each time', async () => {
    await connected();
    expect(socket()).toMatchObject({ url: 'wss://one.example/ws', protocol: 'sip' });
    await transport.disconnect();
    server = 'wss://two.example/ws';
    await connected();
    expect(socket().url).toBe('wss://two.example/ws');
  });

  it('that nobody answers is given up at the deadline, and another can be made', async () => {
    const first = transport.connect();
    const refused = expect(first).rejects.toThrow('no answer');
    await vi.advanceTimersByTimeAsync(5_000);
    await refused;
    expect(socket().closed).toBe(true);
    await connected();
    expect(transport.state).toBe(TransportState.Connected);
  });

  it('that is given up is forgotten at once: its last words change nothing', async () => {
    await connected();
    const old = socket();
    const heard: string[] = [];
    transport.onMessage = (message) => heard.push(message);
    await transport.disconnect();
    await connected();
    old.onmessage?.({ data: 'BYE sip:1@x SIP/2.0\r\n\r\n' });
    old.onclose?.({ code: 1006 });
    expect(heard).toEqual([]);
    expect(transport.isConnected()).toBe(true);
  });

  it('survives a throw in whatever is told of it, and can be lost and made again', async () => {
    transport.onConnect = () => {
      throw new Error('in onConnect');
    };
    transport.onDisconnect = () => {
      throw new Error('in onDisconnect');
    };
    transport.stateChange.addListener(() => {
      throw new Error('in a listener');
    });
    await connected();
    expect(transport.isConnected()).toBe(true);
    socket().onclose?.({ code: 1006 });
    expect(transport.state).toBe(TransportState.Disconnected);
    await connected();
    await transport.send('OPTIONS sip:x SIP/2.0\r\n\r\n');
    expect(socket().sent).toHaveLength(1);
    expect(bugs.length).toBeGreaterThan(0);
  });

  it('that is lost says what happened, and nothing when it was given up', async () => {
    const lost: (Error | undefined)[] = [];
    transport.onDisconnect = (error) => lost.push(error);
    await connected();
    socket().onclose?.({ code: 1006 });
    await connected();
    await transport.disconnect();
    expect(lost.map((error) => error?.message)).toEqual(['closed, code 1006', undefined]);
  });
});

describe('a message', () => {
  it('that the library throws at is told and left alone, and the next one is heard', async () => {
    await connected();
    let heard = 0;
    transport.onMessage = (message) => {
      if (message.startsWith('?')) throw new Error('Request-URI undefined.');
      heard += 1;
    };
    socket().onmessage?.({ data: '? ' });
    socket().onmessage?.({ data: 'OPTIONS sip:x SIP/2.0\r\n\r\n' });
    expect(heard).toBe(1);
    expect(unreadable).toHaveLength(1);
    expect(bugs).toEqual([]);
  });

  it('of no words is a sign of life and nothing else', async () => {
    await connected();
    const heard: string[] = [];
    transport.onMessage = (message) => heard.push(message);
    socket().onmessage?.({ data: '\r\n' });
    socket().onmessage?.({ data: new ArrayBuffer(2) });
    expect(heard).toEqual([]);
    expect(transport.framesReceived).toBe(2);
  });

  it('is answered when everybody has been told of it, in order', async () => {
    await connected();
    transport.onMessage = (message) => {
      void transport.send(`1 to ${message}`);
      void transport.send(`2 to ${message}`);
      expect(socket().sent).toEqual([]);
    };
    socket().onmessage?.({ data: 'INVITE' });
    expect(socket().sent).toEqual(['1 to INVITE', '2 to INVITE']);
    await transport.send('later');
    expect(socket().sent.at(-1)).toBe('later');
  });

  it('whose reading ends the connection is answered over the next one', async () => {
    await connected();
    transport.onMessage = () => {
      void transport.send('the answer');
      socket().onclose?.({ code: 1006 });
    };
    socket().onmessage?.({ data: 'INVITE' });
    expect(unsent).toEqual(['the answer']);
  });

  it('cannot be sent without a connection', async () => {
    await expect(transport.send('BYE')).rejects.toThrow('not connected');
    expect(unsent).toEqual(['BYE']);
  });
});
