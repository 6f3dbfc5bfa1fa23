import { Core, type Session, UserAgent } from 'sip.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import { createUnheard, type Unheard } from './unheard.ts';

interface Asked {
  readonly request: string;
  answer(status: number): void;
}

const address = must(UserAgent.makeURI('sip:somebody@pbx.invalid'), 'an address');
const message = (...given: ConstructorParameters<typeof Core.OutgoingRequestMessage>) =>
  new Core.OutgoingRequestMessage(...given);

/** As much of the library as is seen from here. */
function createLibrary() {
  const failed: string[] = [];
  const sent: string[] = [];
  const asked: Asked[] = [];
  const clients = new Map<string, unknown>();
  const dialog = {
    createOutgoingRequestMessage(method: string, options?: { cseq: number }) {
      let via = '';
      return {
        setViaHeader: (branch: string) => {
          via = branch;
        },
        toString: () => `${method} ${options?.cseq} ${via.startsWith('z9hG4bK') ? 'via' : ''}`,
      };
    },
  };
  type Delegate = { onReject(response: { message: { statusCode: number } }): void };
  const ask = (request: string, { onReject }: Delegate) =>
    asked.push({ request, answer: (statusCode) => onReject({ message: { statusCode } }) });
  const userAgent = {
    userAgentCore: {
      userAgentClients: clients,
      makeOutgoingRequestMessage: message,
      request: (message: { toString(): string }, delegate: Delegate) => ask(message.toString().slice(0, 3), delegate),
    },
    transport: { protocol: 'WSS', send: async (message: string) => void sent.push(message) },
  };
  const session = {
    dialog,
    bye: async ({ requestDelegate }: { requestDelegate: Delegate }) => ask('BYE', requestDelegate),
  };
  return {
    failed,
    sent,
    asked,
    userAgent: userAgent as unknown as UserAgent,
    session: session as unknown as Session,
    waits(method: string, state: string, inDialogue = false) {
      const request = message(method, address, address, address, { cseq: 7, viaHost: 'phone.invalid' });
      request.setViaHeader('z9hG4bKinvite', 'WSS');
      const transaction = { state, request, onTransportError: () => failed.push(method) };
      clients.set(`${method} ${state}`, { transaction, earlyDialogs: new Map(), ...(inDialogue ? { dialog } : {}) });
    },
  };
}

let library: ReturnType<typeof createLibrary>;
let unheard: Unheard;
let clock: PhoneClock;
beforeEach(() => {
  clock = createPhoneClock();
  library = createLibrary();
  unheard = createUnheard(() => library.userAgent, clock);
});

describe('a connection that is lost', () => {
  it('fails what waits for an answer, and leaves alone what has had one', () => {
    library.waits('REFER', 'Trying');
    library.waits('INVITE', 'Proceeding');
    library.waits('OPTIONS', 'Completed');
    library.waits('BYE', 'Terminated');
    unheard.connectionLost();
    expect(library.failed).toEqual(['REFER', 'INVITE']);
  });

  it('owes the PBX an ACK for an offer within a call, which goes over the next connection, once', () => {
    library.waits('INVITE', 'Calling', true);
    unheard.connectionLost();
    expect(library.sent).toEqual([]);
    unheard.sayAgain();
    unheard.sayAgain();
    expect(library.sent).toEqual(['ACK 7 via']);
  });

  it('may have swallowed an ACK of late: it goes over the next connection, once', () => {
    unheard.said('ACK sip:a@pbx.invalid SIP/2.0');
    clock.pass(60_000);
    unheard.said('ACK sip:b@pbx.invalid SIP/2.0');
    unheard.said('BYE sip:b@pbx.invalid SIP/2.0');
    clock.pass(8_000);
    unheard.connectionLost();
    unheard.sayAgain();
    unheard.sayAgain();
    expect(library.sent).toEqual(['ACK sip:b@pbx.invalid SIP/2.0']);
  });

  it('is waited for by an ACK that comes too late for it', () => {
    unheard.connectionLost();
    unheard.unsent('ACK sip:a@pbx.invalid SIP/2.0');
    unheard.unsent('REGISTER sip:pbx.invalid SIP/2.0');
    unheard.connectionLost();
    unheard.sayAgain();
    expect(library.sent).toEqual(['ACK sip:a@pbx.invalid SIP/2.0']);
  });

  it('leaves nobody ringing: a call that was only being made is taken back over the next connection, once', () => {
    library.waits('INVITE', 'Proceeding');
    unheard.connectionLost();
    unheard.sayAgain();
    unheard.sayAgain();
    expect(library.sent).toHaveLength(1);
    const [cancel = ''] = library.sent;
    expect(cancel).toMatch(/^CANCEL sip:somebody@pbx.invalid/);
    expect(cancel).toContain('Via: SIP/2.0/WSS phone.invalid;branch=z9hG4bKinvite\r\n');
    expect(cancel).toContain('CSeq: 7 CANCEL\r\n');
  });
});

describe('a goodbye', () => {
  it.each([503, 408])('that was not heard (%s) is said again until it is', async (status) => {
    await unheard.sayGoodbye(library.session);
    library.asked[0]?.answer(status);
    unheard.sayAgain();
    library.asked[1]?.answer(status);
    unheard.sayAgain();
    library.asked[2]?.answer(481);
    unheard.sayAgain();
    expect(library.asked.map(({ request }) => request)).toEqual(['BYE', 'BYE', 'BYE']);
  });

  it('that was heard is said once', async () => {
    await unheard.sayGoodbye(library.session);
    unheard.sayAgain();
    expect(library.asked).toHaveLength(1);
  });
});
