// The page of a bare browser phone: unmodified SIP.js with its own media handler, one call at a time, driven through window.phone.
import { Invitation, Inviter, Registerer, type Session, SessionState, UserAgent, Web } from 'sip.js';
import type { Account } from './barePhones.ts';

let account: Account;
let agent: UserAgent;
let registerer: Registerer;
let session: Session | null = null;
let cancelReason = '';
let loudest = 0;
let audio: AudioContext | null = null;
const invites: Invitation[] = [];
const waiting: ((invitation: Invitation) => void)[] = [];

function peer(): RTCPeerConnection {
  const handler = session?.sessionDescriptionHandler;
  if (!(handler instanceof Web.SessionDescriptionHandler) || handler.peerConnection === undefined)
    throw new Error('no media');
  return handler.peerConnection;
}

function uri(user: string) {
  const made = UserAgent.makeURI(`sip:${user}@${account.domain}`);
  if (made === undefined) throw new Error(`not an address: ${user}`);
  return made;
}

function until(state: SessionState, one: Session): Promise<void> {
  return new Promise((done) => {
    if (one.state === state) return done();
    one.stateChange.addListener((now) => now === state && done());
  });
}

/** Measures the loudest sound that comes in; a muted element keeps Chromium decoding. */
function listen(): void {
  loudest = 0;
  const track = peer().getReceivers()[0]?.track;
  if (track === undefined) return;
  const stream = new MediaStream([track]);
  const element = new Audio();
  element.muted = true;
  element.srcObject = stream;
  void element.play();
  audio ??= new AudioContext();
  const analyser = audio.createAnalyser();
  audio.createMediaStreamSource(stream).connect(analyser);
  const samples = new Float32Array(analyser.fftSize);
  const timer = setInterval(() => {
    analyser.getFloatTimeDomainData(samples);
    loudest = Math.max(loudest, ...samples.map(Math.abs));
  }, 20);
  track.addEventListener('ended', () => clearInterval(timer));
}

function reinvite(options: object): Promise<number> {
  const one = session;
  if (one === null) throw new Error('no call');
  return new Promise((done, failed) => {
    const answered = (response: { message: { statusCode?: number | undefined } }) =>
      done(response.message.statusCode ?? 0);
    one.invite({ ...options, requestDelegate: { onAccept: answered, onReject: answered } }).catch(failed);
  });
}

async function dial(number: string): Promise<number> {
  const inviter = new Inviter(agent, uri(number), {
    sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } },
  });
  session = inviter;
  const code = await new Promise<number>((done, failed) => {
    const answered = (response: { message: { statusCode?: number | undefined } }) =>
      done(response.message.statusCode ?? 0);
    inviter.invite({ requestDelegate: { onAccept: answered, onReject: answered } }).catch(failed);
  });
  if (code === 200) listen();
  return code;
}

const phone = {
  async start(given: Account): Promise<void> {
    account = given;
    agent = new UserAgent({
      uri: uri(account.extension),
      authorizationUsername: account.user ?? account.extension,
      authorizationPassword: account.password,
      transportOptions: { server: account.url, traceSip: false },
      logBuiltinEnabled: false,
      noAnswerTimeout: 600,
      sessionDescriptionHandlerFactoryOptions: {
        iceGatheringTimeout: 500,
        peerConnectionConfiguration: { iceServers: [] },
      },
      delegate: {
        onInvite(invitation) {
          invitation.delegate = {
            onCancel(cancel) {
              cancelReason = cancel.request.getHeader('Reason') ?? '';
            },
          };
          cancelReason = '';
          const next = waiting.shift();
          if (next === undefined) invites.push(invitation);
          else next(invitation);
        },
      },
    });
    await agent.start();
  },
  register(): Promise<number> {
    registerer = new Registerer(agent, { expires: 120 });
    return new Promise((done, failed) => {
      const answered = (response: { message: { statusCode?: number | undefined } }) =>
        done(response.message.statusCode ?? 0);
      registerer.register({ requestDelegate: { onAccept: answered, onReject: answered } }).catch(failed);
    });
  },
  dial,
  async dialAndWait(number: string): Promise<number> {
    const code = await dial(number);
    if (session !== null) await until(SessionState.Terminated, session);
    return code;
  },
  async nextInvite(): Promise<Record<string, string>> {
    const invitation = invites.shift() ?? (await new Promise<Invitation>((done) => waiting.push(done)));
    session = invitation;
    const names = Object.keys(invitation.request.headers);
    return Object.fromEntries(names.map((name) => [name.toLowerCase(), invitation.request.getHeader(name) ?? '']));
  },
  async answer(): Promise<void> {
    if (!(session instanceof Invitation)) throw new Error('nothing rings');
    await session.accept({ sessionDescriptionHandlerOptions: { constraints: { audio: true, video: false } } });
    listen();
  },
  async decline(code: number): Promise<void> {
    if (session instanceof Invitation) await session.reject({ statusCode: code });
  },
  async sendKeys(keys: string): Promise<void> {
    const sender = peer().getSenders()[0]?.dtmf;
    while (sender?.canInsertDTMF === false) await new Promise((again) => setTimeout(again, 20));
    sender?.insertDTMF(keys, 100, 70);
  },
  async sendKeyByInfo(key: string): Promise<void> {
    await session?.info({
      requestOptions: {
        body: {
          contentDisposition: 'render',
          contentType: 'application/dtmf-relay',
          content: `Signal=${key}\r\nDuration=160`,
        },
      },
    });
  },
  hold: (on: boolean) => reinvite({ sessionDescriptionHandlerOptions: { hold: on } }),
  restartIce: () => reinvite({ sessionDescriptionHandlerOptions: { offerOptions: { iceRestart: true } } }),
  refer(number: string, headers: readonly string[]): Promise<number[]> {
    const codes: number[] = [];
    return new Promise((done, failed) => {
      session
        ?.refer(uri(number), {
          requestOptions: { extraHeaders: [...headers] },
          onNotify(notification) {
            notification.accept();
            const code = Number(/^SIP\/2\.0 (\d+)/.exec(notification.request.body)?.[1] ?? 0);
            codes.push(code);
            if (code >= 200) done(codes);
          },
        })
        .catch(failed);
    });
  },
  async hangUp(): Promise<void> {
    await session?.bye();
  },
  async ended(): Promise<string> {
    if (session !== null) await until(SessionState.Terminated, session);
    return cancelReason;
  },
  async heard() {
    const stats = [...(await peer().getStats()).values()];
    const inbound = stats.find((one) => one.type === 'inbound-rtp');
    const outbound = stats.find((one) => one.type === 'outbound-rtp');
    return { packets: inbound?.packetsReceived ?? 0, sent: outbound?.packetsSent ?? 0, loudest };
  },
  async reconnect(): Promise<number> {
    await agent.transport.disconnect().catch(() => {});
    await agent.transport.connect();
    return phone.register();
  },
  isConnected: async () => agent.isConnected(),
  options(): Promise<number> {
    const { userAgentCore } = agent;
    const request = userAgentCore.makeOutgoingRequestMessage(
      'OPTIONS',
      uri('ping'),
      uri(account.extension),
      uri('ping'),
      {},
    );
    return new Promise((done) => {
      const answered = (response: { message: { statusCode?: number | undefined } }) =>
        done(response.message.statusCode ?? 0);
      userAgentCore.request(request, { onAccept: answered, onReject: answered });
    });
  },
  /** Two line ends; true when one comes back within so long. */
  ping(patienceMs: number): Promise<boolean> {
    return new Promise((done) => {
      const socket = new WebSocket(account.url, 'sip');
      socket.onopen = () => socket.send('\r\n\r\n');
      socket.onmessage = (message) => {
        done(message.data === '\r\n');
        socket.close();
      };
      setTimeout(() => done(false), patienceMs);
    });
  },
};

(window as unknown as { phone: typeof phone }).phone = phone;
