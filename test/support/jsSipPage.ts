// The page of another make of phone: JsSIP, with as much of window.phone as shows that the switchboard is not made for SIP.js alone.
import { UA, WebSocketInterface } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import type { Account } from './barePhones.ts';

const media = { mediaConstraints: { audio: true, video: false }, pcConfig: { iceServers: [] } };
let ua: UA;
let session: RTCSession | null = null;
/** Somebody who is asked about the call in hand. */
let consult: RTCSession | null = null;
/** Who has rung and has not been asked for yet, and who waits for the next one. */
const rung: string[] = [];
const waiting: ((from: string) => void)[] = [];

function current(): RTCSession {
  if (session === null) throw new Error('no call');
  return session;
}

const phone = {
  start(account: Account): Promise<void> {
    ua = new UA({
      sockets: [new WebSocketInterface(account.url)],
      uri: `sip:${account.extension}@${account.domain}`,
      password: account.password,
      register: false,
    });
    ua.on('newRTCSession', (event: { originator: string; session: RTCSession }) => {
      if (event.originator !== 'remote') return;
      session = event.session;
      const from = session.remote_identity.uri.toString();
      const next = waiting.shift();
      if (next === undefined) rung.push(from);
      else next(from);
    });
    return new Promise((connected) => {
      ua.on('connected', () => connected());
      ua.start();
    });
  },
  register: () =>
    new Promise<number>((done) => {
      ua.on('registered', ({ response }) => done(response.status_code));
      ua.on('registrationFailed', ({ response }) => done(response.status_code));
      ua.register();
    }),
  dialAndWait: (number: string) =>
    new Promise<string>((done) => {
      const dialled = ua.call(number, media);
      dialled.on('ended', ({ cause }: { cause: string }) => done(cause));
      dialled.on('failed', ({ cause }: { cause: string }) => done(cause));
    }),
  /** The next one that rings here; one that rang before and was not asked for comes first. */
  nextInvite: async (): Promise<Record<string, string>> => ({
    from: rung.shift() ?? (await new Promise<string>((done) => waiting.push(done))),
  }),
  answer: () =>
    new Promise<void>((done) => {
      current().on('confirmed', () => done());
      current().answer(media);
    }),
  hold: (on: boolean) =>
    new Promise<void>((done) => {
      if (on) current().hold({}, () => done());
      else current().unhold({}, () => done());
    }),
  sendKeyByInfo: async (key: string) => current().sendDTMF(key),
  refer: (number: string) =>
    new Promise<string>((done) => {
      const eventHandlers = { accepted: () => done('accepted'), failed: () => done('failed') };
      current().refer(number, { eventHandlers });
    }),
  consult: (number: string) =>
    new Promise<string>((done) => {
      const asked = ua.call(number, media);
      consult = asked;
      asked.on('confirmed', () => done('answered'));
      asked.on('failed', ({ cause }: { cause: string }) => done(cause));
    }),
  /** The call in hand goes to the one who was asked about it. */
  joinThem: () =>
    new Promise<string>((done) => {
      if (consult === null) throw new Error('nobody was asked');
      const eventHandlers = { accepted: () => done('accepted'), failed: () => done('failed') };
      current().refer(consult.remote_identity.uri, { replaces: consult, eventHandlers });
    }),
  async hangUp() {
    current().terminate();
    if (consult?.isEnded() === false) consult.terminate();
  },
  async heard() {
    const stats: RTCStats[] = [];
    (await current().connection.getStats()).forEach((one) => {
      stats.push(one);
    });
    const inbound = stats.find((one) => one.type === 'inbound-rtp');
    return { packets: inbound !== undefined && 'packetsReceived' in inbound ? Number(inbound.packetsReceived) : 0 };
  },
};

export type JsSipPhone = typeof phone;
Object.assign(window, { phone });
