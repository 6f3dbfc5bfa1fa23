// A network between a phone and the switchboard that can be changed for another in mid-call: from then on nothing gets through
// from or to the addresses that the phone had before. Its socket is cut; new ones work at once.
import { createSocket, type Socket } from 'node:dgram';
import type { AddressInfo } from 'node:net';
import { startSipProxy } from '../../test/support/sipProxy.ts';

export interface MovableNetwork {
  /** Where a phone registers instead of at the switchboard. */
  readonly url: string;
  change(): void;
  close(): Promise<void>;
}

/** A call has two addresses of the switchboard at most. */
const mostAddresses = 64;

const candidateLine = /^a=candidate:.*\r\n/gm;
const candidateAddress = /^(a=candidate:\S+ \d+ \S+ \d+) (\S+) (\d+) /gm;

export async function startMovableNetwork(pbxUrl: string): Promise<MovableNetwork> {
  const proxy = await startSipProxy(pbxUrl);
  const relays = await Promise.all(Array.from({ length: mostAddresses }, startRelay));
  const taken = new Map<string, Relay>();

  function relayTo(address: string, port: string): number {
    const relay = taken.get(`${address}:${port}`) ?? relays[taken.size];
    if (relay === undefined) throw new Error('too many calls for one network');
    taken.set(`${address}:${port}`, relay);
    return relay.to(address, Number(port));
  }

  // The switchboard learns the phone's address from its checks alone: what comes and goes has to pass here.
  proxy.fromPhone = (message) => withBody(message, (body) => body.replace(candidateLine, ''));
  proxy.fromPbx = (message) =>
    withBody(message, (body) =>
      body.replace(
        candidateAddress,
        (_line, before: string, address: string, port: string) => `${before} ${address} ${relayTo(address, port)} `,
      ),
    );
  return {
    url: proxy.url,
    change() {
      for (const relay of relays) relay.bury();
      proxy.cut();
    },
    async close() {
      for (const relay of relays) relay.close();
      await proxy.close();
    },
  };
}

/** A message with another body, and the length that it has then. */
function withBody(message: string, change: (body: string) => string): string {
  const [head = '', body = ''] = message.split(/\r\n\r\n(.*)/s);
  if (body === '') return message;
  const changed = change(body);
  return `${head.replace(/^(Content-Length|l)\s*:\s*\d+/im, `Content-Length: ${Buffer.byteLength(changed)}`)}\r\n\r\n${changed}`;
}

interface Relay {
  /** Packets go to this address from now on. Returns the port that stands for it. */
  to(address: string, port: number): number;
  /** Nothing more from or to the addresses that have been heard of so far. */
  bury(): void;
  close(): void;
}

async function startRelay(): Promise<Relay> {
  const facing = createSocket('udp4');
  await new Promise<void>((bound) => facing.bind(0, bound));
  /** A socket of its own for each address of the phone; null for one that is gone. */
  const phones = new Map<string, Socket | null>();
  let target: { readonly address: string; readonly port: number } | null = null;

  facing.on('message', (packet, { address, port }) => {
    const key = `${address}:${port}`;
    let beyond = phones.get(key);
    if (beyond === null || target === null) return;
    if (beyond === undefined) {
      beyond = createSocket('udp4');
      beyond.on('message', (answer) => {
        if (phones.get(key) !== null) facing.send(answer, port, address);
      });
      phones.set(key, beyond);
    }
    beyond.send(packet, target.port, target.address);
  });

  function bury(): void {
    for (const [key, beyond] of phones) {
      beyond?.close();
      phones.set(key, null);
    }
  }
  return {
    to(address, port) {
      target = { address, port };
      return (facing.address() as AddressInfo).port;
    },
    bury,
    close() {
      bury();
      facing.close();
    },
  };
}
