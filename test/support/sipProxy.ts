// A WebSocket between a phone and its PBX that reads along, and answers, changes or swallows what a test wants to go wrong.
import { createServer } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { WebSocket as Client, type WebSocket, WebSocketServer } from 'ws';
import type { TestCertificate } from './certificate.ts';

export interface SipProxy {
  readonly url: string;
  /** What becomes of the phone's messages; null swallows one. `answer` sends one back to the phone. */
  fromPhone: (message: string, answer: (message: string) => void) => string | null;
  /** What becomes of the PBX's messages. */
  fromPbx: (message: string) => string | null;
  /** Everything that the phone has said and that the PBX has said, in order. */
  readonly said: readonly string[];
  readonly heard: readonly string[];
  /** Lets a message go on that was kept back. */
  passOn(from: 'phone' | 'pbx', message: string): void;
  /** The server is gone, and takes no connection until it is back. */
  setDown(down: boolean): void;
  /** The same for so long. What is just being passed on to the PBX still arrives. */
  cutFor(seconds: number): void;
  /** Every connection is gone, as when the network is; new ones are taken. */
  cut(): void;
  close(): Promise<void>;
}

/** Where others than this machine reach it, too: over TLS alone. */
interface Outside {
  readonly host: string;
  readonly certificate: TestCertificate;
}

/** Passes everything on until told otherwise. */
export async function startSipProxy(pbxUrl: string, outside: Outside | null = null): Promise<SipProxy> {
  let isDown = false;
  const said: string[] = [];
  const heard: string[] = [];
  const ways = new Set<{ readonly phone: WebSocket; readonly pbx: WebSocket }>();
  const http = outside === null ? createServer() : createSecureServer(outside.certificate);
  const server = new WebSocketServer({ server: http, handleProtocols: () => 'sip', verifyClient: () => !isDown });
  const host = outside?.host ?? '127.0.0.1';
  await new Promise<void>((listening) => http.listen(0, host, listening));
  const proxy: SipProxy = {
    url: `${outside === null ? 'ws' : 'wss'}://${host}:${(http.address() as AddressInfo).port}`,
    fromPhone: (message) => message,
    fromPbx: (message) => message,
    said,
    heard,
    passOn(from, message) {
      for (const way of ways) way[from === 'phone' ? 'pbx' : 'phone'].send(message);
    },
    setDown(down) {
      isDown = down;
      if (down) proxy.cut();
    },
    cutFor(seconds) {
      proxy.setDown(true);
      setTimeout(() => proxy.setDown(false), seconds * 1_000).unref();
    },
    cut() {
      for (const socket of server.clients) socket.terminate();
    },
    close() {
      proxy.cut();
      server.close();
      return new Promise((closed) => http.close(() => closed()));
    },
  };
  server.on('connection', (phone) => {
    const way = { phone, pbx: new Client(pbxUrl, 'sip') };
    ways.add(way);
    phone.on('close', () => ways.delete(way));
    phone.on('message', (data) => said.push(String(data)));
    way.pbx.on('message', (data) => heard.push(String(data)));
    join(phone, way.pbx, proxy);
  });
  return proxy;
}

function join(phone: WebSocket, pbx: WebSocket, proxy: SipProxy): void {
  const waiting: string[] = [];
  pbx.on('open', () => {
    for (const message of waiting.splice(0)) pbx.send(message);
  });
  phone.on('message', (data) => {
    const message = proxy.fromPhone(String(data), (answer) => phone.send(answer));
    if (message === null) return;
    if (pbx.readyState === pbx.OPEN) pbx.send(message);
    else waiting.push(message);
  });
  pbx.on('message', (data) => {
    const message = proxy.fromPbx(String(data));
    if (message !== null) phone.send(message);
  });
  phone.on('close', () => pbx.close());
  pbx.on('close', () => phone.close());
  pbx.on('error', () => phone.close());
}

/** The answer to a request, with the headers that every answer takes over (RFC 3261 section 8.2.6.2). */
export function answerTo(request: string, status: string, headers: readonly string[] = []): string {
  const kept = request.split('\r\n').filter((line) => /^(via|from|to|call-id|cseq)\s*:/i.test(line));
  return [`SIP/2.0 ${status}`, ...kept, ...headers, 'Content-Length: 0', '', ''].join('\r\n');
}

/** An INVITE inside a dialogue that stands. */
export const isReinvite = (message: string): boolean =>
  message.startsWith('INVITE ') && /^to\s*:[^\r\n]*;\s*tag=/im.test(message);

export const cseqOf = (message: string): string => /^cseq\s*:\s*(\d+)/im.exec(message)?.[1] ?? '';
