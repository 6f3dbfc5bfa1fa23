// Phones that want to be told without asking again (RFC 6665): they subscribe to an event, and hear at once and whenever it says
// something else. Written here in text, since the library keeps no such dialogue as a server.
import { randomBytes } from 'node:crypto';
import type { Clock } from '../clock.ts';
import type { Digest } from './digest.ts';
import { addressKey, answerTo, headerOf, isResponse, requestLine, userOf } from './sipText.ts';
import type { QueuesSeen } from './supervision.ts';
import type { Wire } from './wire.ts';

export interface EventPackage {
  readonly contentType: string;
  /** What it says now of a number to whoever asks; null: there is no such thing, or not for them. `version` counts what this one has been told. */
  body(number: string, asker: string, version: number): string | null;
}

export interface Notifier {
  /** True: the message was about a subscription, and is done with. */
  take(text: string): boolean;
  /** Something may say something else now. */
  changed(): void;
  /** These Contacts are reached no longer. */
  lost(keys: readonly string[]): void;
  close(): void;
}

export interface NotifierDeps {
  readonly wire: Pick<Wire, 'bind' | 'send' | 'sendRaw' | 'ourUri'>;
  readonly digest: Digest;
  readonly clock: Clock;
  /** By the name of the event. */
  readonly packages: Readonly<Record<string, EventPackage>>;
  readonly log: (line: string) => void;
}

interface Watcher {
  readonly callId: string;
  readonly event: string;
  readonly number: string;
  readonly asker: string;
  readonly contact: string;
  /** The two ends as our own requests name them. */
  readonly from: string;
  readonly to: string;
  readonly expiresAt: number;
  readonly forget: () => void;
  sequence: number;
  version: number;
  told: string | null;
}

const shortest = 60;
const longest = 3_600;
const token = () => randomBytes(6).toString('hex');

export function createNotifier({ wire, digest, clock, packages, log }: NotifierDeps): Notifier {
  const watchers = new Map<string, Watcher>();

  function drop(watcher: Watcher): void {
    watcher.forget();
    watchers.delete(watcher.callId);
  }

  function answer(request: string, status: string, lines: readonly string[] = [], tag?: string): void {
    try {
      wire.send(answerTo(request, status, lines, tag));
    } catch {
      // Gone meanwhile.
    }
  }

  function subscribe(text: string): void {
    const asker = digest.check('SUBSCRIBE', headerOf(text, 'Authorization'));
    const isLater = /;\s*tag=/i.test(headerOf(text, 'To') ?? '');
    const known = watchers.get(headerOf(text, 'Call-ID') ?? '');
    const event = headerOf(text, 'Event')?.split(';')[0]?.trim().toLowerCase() ?? '';
    const number = known?.number ?? userOf(headerOf(text, 'P-Called-Party-ID') ?? '');
    const refuse = (status: string, lines: readonly string[] = []): void =>
      answer(text, status, lines, isLater ? undefined : token());
    if (asker === null) refuse('401 Unauthorized', [`WWW-Authenticate: ${digest.challenge()}`]);
    else if (isLater && known === undefined) refuse('481 Subscription Does Not Exist');
    else if (packages[event] === undefined) refuse('489 Bad Event');
    else if (packages[event].body(number, asker, 0) === null) refuse('404 Not Found');
    else admit(text, { asker, event, number }, known);
  }

  function admit(text: string, about: Pick<Watcher, 'asker' | 'event' | 'number'>, known: Watcher | undefined): void {
    const wished = Number(headerOf(text, 'Expires') ?? longest);
    const seconds = wished === 0 ? 0 : Math.min(longest, Math.max(shortest, wished || shortest));
    const contact = headerOf(text, 'Contact') ?? '';
    wire.bind(contact, headerOf(text, 'Via') ?? '');
    const tag = known === undefined ? token() : undefined;
    answer(text, '200 OK', [`Contact: <${wire.ourUri}>`, `Expires: ${seconds}`], tag);
    const to = headerOf(text, 'To') ?? '';
    known?.forget();
    const watcher: Watcher = {
      ...about,
      callId: headerOf(text, 'Call-ID') ?? '',
      contact,
      from: tag === undefined ? to : `${to};tag=${tag}`,
      to: headerOf(text, 'From') ?? '',
      expiresAt: clock.now() + seconds * 1_000,
      forget: clock.after(seconds * 1_000, () => tell(watcher, 'terminated;reason=timeout')),
      sequence: known?.sequence ?? 0,
      version: known?.version ?? 0,
      told: null,
    };
    watchers.set(watcher.callId, watcher);
    if (seconds === 0) tell(watcher, 'terminated;reason=timeout');
    else inform(watcher);
  }

  function inform(watcher: Watcher): void {
    const said = packages[watcher.event]?.body(watcher.number, watcher.asker, 0) ?? null;
    if (said === null || said === watcher.told) return;
    watcher.told = said;
    tell(watcher, `active;expires=${Math.max(1, Math.round((watcher.expiresAt - clock.now()) / 1_000))}`);
  }

  function tell(watcher: Watcher, state: string): void {
    const { event, number, asker, contact } = watcher;
    const kind = packages[event];
    const body = kind?.body(number, asker, watcher.version) ?? '';
    watcher.sequence += 1;
    watcher.version += 1;
    if (state.startsWith('terminated')) drop(watcher);
    const address = /<([^>]+)>/.exec(contact)?.[1] ?? contact;
    try {
      wire.sendRaw(
        contact,
        [
          `NOTIFY ${address} SIP/2.0`,
          `Via: SIP/2.0/WS switchboard.invalid;branch=z9hG4bK${token()}`,
          'Max-Forwards: 70',
          `From: ${watcher.from}`,
          `To: ${watcher.to}`,
          `Call-ID: ${watcher.callId}`,
          `CSeq: ${watcher.sequence} NOTIFY`,
          `Contact: <${wire.ourUri}>`,
          `Event: ${event}`,
          `Subscription-State: ${state}`,
          `Content-Type: ${kind?.contentType ?? 'text/plain'}`,
          `Content-Length: ${Buffer.byteLength(body)}`,
          '',
          body,
        ].join('\r\n'),
      );
    } catch {
      log(`${asker} cannot be told of ${event}`);
      drop(watcher);
    }
  }

  return {
    take(text) {
      if (!isResponse(text)) {
        if (requestLine(text)?.method !== 'SUBSCRIBE') return false;
        subscribe(text);
        return true;
      }
      const watcher = watchers.get(headerOf(text, 'Call-ID') ?? '');
      if (watcher === undefined || !/NOTIFY$/.test(headerOf(text, 'CSeq') ?? '')) return false;
      if (text.startsWith('SIP/2.0 481')) drop(watcher);
      return true;
    },
    changed() {
      for (const watcher of [...watchers.values()]) inform(watcher);
    },
    lost(keys) {
      for (const watcher of [...watchers.values()]) if (keys.includes(addressKey(watcher.contact))) drop(watcher);
    },
    close() {
      for (const watcher of [...watchers.values()]) drop(watcher);
    },
  };
}

/** RFC 3842. */
export function messageSummary(
  count: (extension: string) => { readonly fresh: number; readonly heard: number },
  domain: string,
  isAgent: (extension: string) => boolean,
): EventPackage {
  return {
    contentType: 'application/simple-message-summary',
    body(number, asker) {
      if (number !== asker || !isAgent(number)) return null;
      const { fresh, heard } = count(number);
      return [
        `Messages-Waiting: ${fresh > 0 ? 'yes' : 'no'}`,
        `Message-Account: sip:${number}@${domain}`,
        `Voice-Message: ${fresh}/${heard} (0/0)`,
        '',
      ].join('\r\n');
    },
  };
}

/** RFC 4235. What a telephone is doing, for whoever asks; null: there is no such telephone. */
export function dialogInfo(
  useOf: (extension: string) => QueuesSeen['phones'][number]['use'] | null,
  domain: string,
): EventPackage {
  const states = { absent: 'terminated', free: 'terminated', ringing: 'early', inUse: 'confirmed' };
  return {
    contentType: 'application/dialog-info+xml',
    body(number, _asker, version) {
      const use = useOf(number);
      if (use === null) return null;
      const direction = use === 'ringing' ? ' direction="recipient"' : '';
      return [
        '<?xml version="1.0"?>',
        `<dialog-info xmlns="urn:ietf:params:xml:ns:dialog-info" version="${version}" state="full" entity="sip:${number}@${domain}">`,
        `<dialog id="${number}"${direction}><state>${states[use]}</state></dialog>`,
        '</dialog-info>',
        '',
      ].join('\r\n');
    },
  };
}
