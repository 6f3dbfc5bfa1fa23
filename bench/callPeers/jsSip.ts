// The page that JsSIP's documentation builds: `UA`, `call` and `answer` with their defaults, for sound alone.
import { UA, WebSocketInterface } from 'jssip';
import type { RTCSession } from 'jssip/lib/RTCSession';
import { type BarePage, now, offer } from './barePage.ts';

const sound = { mediaConstraints: { audio: true, video: false } };
const audio = new Audio();
let ua: UA;
let session: RTCSession | null = null;
let rangAt: number | null = null;

function current(): RTCSession {
  if (session === null) throw new Error('no call');
  return session;
}

const page: BarePage = {
  start({ server, domain, extension, password }) {
    ua = new UA({ sockets: [new WebSocketInterface(server)], uri: `sip:${extension}@${domain}`, password });
    ua.on('newRTCSession', (event: { originator: string; session: RTCSession }) => {
      session = event.session;
      if (event.originator === 'remote') rangAt = now();
      session.on('peerconnection', () => play());
      if (event.originator === 'local') play();
    });
    return new Promise((registered) => {
      ua.on('registered', () => registered());
      ua.start();
    });
  },
  dial(number) {
    const orderedAt = now();
    ua.call(number, sound);
    return orderedAt;
  },
  answer() {
    const orderedAt = now();
    current().answer(sound);
    return orderedAt;
  },
  hangUp: () => current().terminate(),
  hold(on) {
    const orderedAt = now();
    return new Promise((resolve) => {
      const agreed = () => resolve({ orderedAt, agreedAt: now() });
      if (on) current().hold({}, agreed);
      else current().unhold({}, agreed);
    });
  },
  rangAt: () => rangAt,
};

function play(): void {
  const { connection } = current();
  connection?.addEventListener('track', ({ streams: [stream] }) => {
    audio.srcObject = stream ?? null;
    void audio.play();
  });
}

offer(page);
