// A SIP phone without sound, for tests of what the PBX says: it registers, answers and transfers, and its media never
// come up, because its session descriptions are made up. What is heard is tested with the app's own phone.
import { type Invitation, Inviter, Registerer, RegistererState, type Session, SessionState, UserAgent } from 'sip.js';

export interface SilentCall {
  /** The value of a header of the INVITE, undefined when it has none. */
  header(name: string): string | undefined;
  answer(): Promise<void>;
  decline(statusCode: number): Promise<void>;
  hangUp(): Promise<void>;
  /** Presses a key, told by INFO. */
  press(key: string): Promise<void>;
  /** Blind transfer. Resolves with the status codes of the REFER's NOTIFYs, the last one final. */
  transfer(extension: string, headers?: readonly string[]): Promise<number[]>;
  /** Resolves when the call is over. */
  readonly ended: Promise<void>;
}

export interface SilentPhone {
  /** Dials an extension or a feature code that hangs up by itself: the final status code of the INVITE, after the end. */
  dialUntilEnd(target: string): Promise<number>;
  /** Dials somebody. Resolves as soon as they have answered. */
  dial(target: string): Promise<SilentCall>;
  /** The next call that rings here; one that rang before and was not asked for comes first. */
  nextCall(): Promise<SilentCall>;
  close(): Promise<void>;
}

/** Registers a phone for `extension`. @throws Error when the PBX refuses */
export async function connectSilentPhone(wsUrl: string, domain: string, extension: string): Promise<SilentPhone> {
  const address = (user: string) => {
    const uri = UserAgent.makeURI(`sip:${user}@${domain}`);
    if (uri === undefined) throw new Error(`${user} cannot be dialled.`);
    return uri;
  };
  const rung: Invitation[] = [];
  const waiting: ((invitation: Invitation) => void)[] = [];
  const agent = new UserAgent({
    uri: address(extension),
    authorizationUsername: extension,
    authorizationPassword: `s3cret-${extension}`,
    transportOptions: { server: wsUrl },
    sessionDescriptionHandlerFactory: () => silentDescriptions(),
    logBuiltinEnabled: false,
    delegate: {
      onInvite: (invitation) => {
        const taker = waiting.shift();
        if (taker === undefined) rung.push(invitation);
        else taker(invitation);
      },
    },
  });
  await agent.start();
  const registerer = new Registerer(agent);
  await new Promise<void>((done, failed) => {
    registerer.stateChange.addListener((state) => state === RegistererState.Registered && done());
    registerer.register({
      requestDelegate: { onReject: ({ message }) => failed(new Error(`REGISTER was answered ${message.statusCode}`)) },
    });
  });

  return {
    async dialUntilEnd(target) {
      const call = new Inviter(agent, address(target));
      let status = 0;
      await call.invite({
        requestDelegate: {
          onAccept: ({ message }) => {
            status = message.statusCode ?? 0;
          },
          onReject: ({ message }) => {
            status = message.statusCode ?? 0;
          },
        },
      });
      await reached(call, SessionState.Terminated);
      return status;
    },
    async dial(target) {
      const call = new Inviter(agent, address(target));
      const answered = reached(call, SessionState.Established);
      await call.invite();
      await answered;
      return handle(call, address);
    },
    async nextCall() {
      return handle(rung.shift() ?? (await new Promise<Invitation>((done) => waiting.push(done))), address);
    },
    close: () => agent.stop(),
  };
}

function handle(
  call: Invitation | Inviter,
  address: (user: string) => NonNullable<ReturnType<typeof UserAgent.makeURI>>,
): SilentCall {
  return {
    header: (name) => call.request.getHeader(name),
    answer: () => rung(call).accept(),
    decline: (statusCode) => rung(call).reject({ statusCode }),
    async press(key) {
      const body = { contentDisposition: 'render', contentType: 'application/dtmf-relay' };
      await call.info({ requestOptions: { body: { ...body, content: `Signal=${key}\r\nDuration=160\r\n` } } });
    },
    async hangUp() {
      await call.bye();
    },
    transfer: (extension, headers = []) =>
      new Promise((done, failed) => {
        const statuses: number[] = [];
        call
          .refer(address(extension), {
            requestOptions: { extraHeaders: [...headers] },
            requestDelegate: {
              onReject: ({ message }) => failed(new Error(`REFER was answered ${message.statusCode}`)),
            },
            onNotify: (notification) => {
              notification.accept();
              const status = Number(/^SIP\/2\.0 (\d{3})/.exec(notification.request.body)?.[1] ?? 0);
              statuses.push(status);
              if (status >= 200) done(statuses);
            },
          })
          .catch(failed);
      }),
    ended: reached(call, SessionState.Terminated),
  };
}

function rung(call: Invitation | Inviter): Invitation {
  if (call instanceof Inviter) throw new Error('This call was made from here.');
  return call;
}

function reached(session: Session, wanted: SessionState): Promise<void> {
  return new Promise((done) => {
    if (session.state === wanted) return done();
    session.stateChange.addListener((state) => state === wanted && done());
  });
}

/** An audio session with a certificate that nobody has, on the discard port: Asterisk accepts it and never gets through. */
function silentDescriptions() {
  const fingerprint = Array.from({ length: 32 }, () => '00').join(':');
  const body = [
    'v=0',
    'o=- 1 1 IN IP4 127.0.0.1',
    's=-',
    't=0 0',
    'm=audio 9 UDP/TLS/RTP/SAVPF 8 101',
    'c=IN IP4 127.0.0.1',
    'a=rtpmap:8 PCMA/8000',
    'a=rtpmap:101 telephone-event/8000',
    'a=ice-ufrag:none',
    'a=ice-pwd:nonenonenonenonenonenone',
    `a=fingerprint:sha-256 ${fingerprint}`,
  ];
  let offered = false;
  return {
    close: () => {},
    hasDescription: (contentType: string) => contentType === 'application/sdp',
    holdModifier: () => Promise.reject(new Error('This phone cannot hold.')),
    setDescription: async () => {
      offered = true;
    },
    getDescription: async () => ({
      contentType: 'application/sdp',
      body: `${[...body, `a=setup:${offered ? 'active' : 'actpass'}`, 'a=mid:0', 'a=sendrecv', 'a=rtcp-mux'].join('\r\n')}\r\n`,
    }),
    sendDtmf: () => false,
  };
}
