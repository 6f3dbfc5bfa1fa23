// The library itself, with an exchange that says what a test has it say.
import {
  Core,
  EmitterImpl,
  type Invitation,
  type SessionDescriptionHandler,
  SessionState,
  type Transport,
  TransportState,
  UserAgent,
} from 'sip.js';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { must } from '#shared/lib/must';
import { askWhereUnacknowledged, forgetUnacknowledged } from './unacknowledged.ts';

const contentType = 'application/sdp';
const description = (): SessionDescriptionHandler => ({
  close: () => undefined,
  getDescription: async () => ({ body: 'v=0', contentType }),
  hasDescription: () => true,
  setDescription: async () => undefined,
  sendDtmf: () => false,
});

/** RFC 3261: 64*T1. */
const acknowledgedByMs = 32_000;

let said: string[];
let receive: (message: string) => void;
let asked: number;
let takenBack: number;
let userAgent: UserAgent;
let invitation: Invitation;

/** What goes out is kept, what comes in comes from the test. */
class Wire implements Transport {
  readonly protocol = 'WS';
  readonly stateChange = new EmitterImpl<TransportState>();
  readonly state = TransportState.Connected;
  onConnect: (() => void) | undefined;
  onDisconnect: (() => void) | undefined;
  onMessage: ((message: string) => void) | undefined;
  constructor() {
    receive = (message) => this.onMessage?.(message);
  }
  connect = async () => this.onConnect?.();
  disconnect = async () => undefined;
  dispose = async () => undefined;
  isConnected = () => true;
  send = async (message: string) => void said.push(message);
}

/** Of the exchange, in the one call. `body`: a description, which it leaves to us otherwise. */
function request(method: string, cseq: number, body: string): string {
  const tag = /^To: .*;tag=(\w+)/m.exec(said.find((message) => message.startsWith('SIP/2.0 200 ')) ?? '')?.[1];
  return [
    `${method} sip:1001@phone.invalid SIP/2.0`,
    `Via: SIP/2.0/WS pbx.invalid;branch=z9hG4bK${method}${cseq}`,
    'Max-Forwards: 70',
    'From: <sip:caller@pbx.invalid>;tag=theirs',
    `To: <sip:1001@pbx.invalid>${tag === undefined ? '' : `;tag=${tag}`}`,
    'Call-ID: one-call',
    `CSeq: ${cseq} ${method}`,
    'Contact: <sip:pbx@pbx.invalid>',
    ...(body === '' ? [] : [`Content-Type: ${contentType}`]),
    `Content-Length: ${body.length}`,
    '',
    body,
  ].join('\r\n');
}

const answersTo = (cseq: number): string[] => [
  ...new Set(
    said.filter((message) => message.includes(`CSeq: ${cseq} INVITE`)).map((message) => message.split('\r\n')[0] ?? ''),
  ),
];
async function hear(method: string, cseq: number, body = method === 'INVITE' ? 'v=0' : ''): Promise<void> {
  receive(request(method, cseq, body));
  await afterMs(1);
}
const afterMs = (ms: number) => vi.advanceTimersByTimeAsync(ms);

beforeEach(async () => {
  vi.useFakeTimers();
  said = [];
  asked = 0;
  takenBack = 0;
  userAgent = new UserAgent({
    uri: must(UserAgent.makeURI('sip:1001@pbx.invalid'), 'an address'),
    transportConstructor: Wire,
    sessionDescriptionHandlerFactory: description,
    logBuiltinEnabled: false,
    delegate: {
      onInvite: (one) => {
        invitation = one;
      },
    },
  });
  await userAgent.start();
  await hear('INVITE', 1);
  askWhereUnacknowledged(invitation, () => {
    asked += 1;
  });
  invitation.delegate = {
    onInvite: () =>
      forgetUnacknowledged(invitation, () => {
        takenBack += 1;
      }),
  };
  await invitation.accept();
});
afterEach(() => {
  vi.clearAllTimers();
  vi.useRealTimers();
});

it('an answer that nobody acknowledges: the PBX is asked, and the call goes on until then', async () => {
  await afterMs(acknowledgedByMs - 10);
  expect(asked).toBe(0);
  await afterMs(20);
  expect(asked).toBe(1);
  expect(invitation.state).toBe(SessionState.Established);
  expect(said.filter((message) => message.startsWith('BYE '))).toEqual([]);
  await invitation.bye();
  expect(said.filter((message) => message.startsWith('BYE '))).toHaveLength(1);
  expect(invitation.state).toBe(SessionState.Terminated);
});

it('an answer that is acknowledged is no question', async () => {
  await hear('ACK', 1);
  await afterMs(2 * acknowledgedByMs);
  expect(asked).toBe(0);
});

it('an offer whose answer nobody acknowledges stands in the way of the next one while it is waited for, and no longer', async () => {
  await hear('ACK', 1);
  await hear('INVITE', 2);
  expect(answersTo(2)).toEqual(['SIP/2.0 200 OK']);
  await hear('INVITE', 3);
  expect(answersTo(3)).toEqual(['SIP/2.0 500 Internal Server Error']);
  await afterMs(acknowledgedByMs);
  await hear('INVITE', 4);
  expect(answersTo(4)).toEqual(['SIP/2.0 200 OK']);
  expect(takenBack).toBe(0);
});

it('an offer of ours that the PBX has asked for is taken back where nobody answers it in time', async () => {
  await hear('ACK', 1);
  await hear('INVITE', 2, '');
  expect(answersTo(2)).toEqual(['SIP/2.0 200 OK']);
  await afterMs(acknowledgedByMs);
  expect(takenBack).toBe(1);
  expect(invitation.dialog?.signalingState).toBe(Core.SignalingState.Stable);
  await hear('INVITE', 3, '');
  await hear('ACK', 3, 'v=0');
  await afterMs(acknowledgedByMs);
  expect(takenBack).toBe(1);
});
