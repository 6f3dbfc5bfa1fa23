import { type Session, SessionState } from 'sip.js';
import { beforeEach, describe, expect, it } from 'vitest';
import { createPhoneClock, type PhoneClock } from '#test/support/phoneClock';
import type { CallMedia } from './callMedia.ts';
import { createRenegotiation, glareWaitMs, type Renegotiation } from './reinvite.ts';

const settled = () => new Promise<void>((done) => setImmediate(done));

interface Sent {
  readonly options: unknown;
  answer(status: number, retryAfter?: string): void;
}

/** A session of the library's, as far as changing it goes. */
function createSession() {
  const sent: Sent[] = [];
  const answered: string[] = [];
  const session = {
    state: SessionState.Established,
    /** `reinviteUserAgentServer`: a re-INVITE of the other side whose answer it has not acknowledged. */
    dialog: { reinviteUserAgentServer: undefined as object | undefined },
    sessionDescriptionHandlerOptionsReInvite: {} as object,
    fails: false,
    invite(options: {
      sessionDescriptionHandlerOptions: object;
      requestDelegate: { onAccept(response: unknown): void; onReject(response: unknown): void };
    }) {
      if (session.fails) return Promise.reject(new Error('There is an ongoing re-INVITE server transaction.'));
      session.sessionDescriptionHandlerOptionsReInvite = options.sessionDescriptionHandlerOptions;
      sent.push({
        options: options.sessionDescriptionHandlerOptions,
        answer(statusCode, retryAfter) {
          const { onAccept, onReject } = options.requestDelegate;
          (statusCode < 300 ? onAccept : onReject)({ message: { statusCode, getHeader: () => retryAfter } });
        },
      });
      return Promise.resolve();
    },
    onInviteRequest: () => void answered.push('answered'),
    onAckRequest: async () => void answered.push('acknowledged'),
  };
  return { session, sent, answered };
}

let clock: PhoneClock;
let made: ReturnType<typeof createSession>;
let negotiating: boolean;
let connected: boolean;
let rolledBack: number;
let negotiation: Renegotiation;
beforeEach(() => {
  clock = createPhoneClock();
  made = createSession();
  negotiating = false;
  connected = true;
  rolledBack = 0;
  const media = {
    isNegotiating: async () => negotiating,
    async rollbackDescription() {
      rolledBack += 1;
    },
  };
  negotiation = createRenegotiation(made.session as unknown as Session, () => media as unknown as CallMedia, {
    madeTheCall: false,
    isConnected: () => connected,
    clock,
  });
});

describe('a re-INVITE', () => {
  it('waits as RFC 3261 14.1 says when both sides have offered at once', () => {
    expect([glareWaitMs(true, 0), glareWaitMs(true, 0.9999)]).toEqual([2_100, 4_000]);
    expect([glareWaitMs(false, 0), glareWaitMs(false, 0.9999)]).toEqual([0, 2_000]);
    expect(glareWaitMs(false, 0.37) % 10).toBe(0);
  });

  it('is sent again after a 491', async () => {
    const outcome = negotiation.offer();
    await settled();
    made.sent[0]?.answer(491);
    await settled();
    expect(made.sent).toHaveLength(1);
    clock.pass(2_000);
    await settled();
    made.sent[1]?.answer(200);
    expect(await outcome).toBe('accepted');
  });

  it('is sent again as late as a PBX says that is not done with the one before', async () => {
    const outcome = negotiation.offer();
    await settled();
    made.sent[0]?.answer(500, '4 (pending)');
    await settled();
    clock.pass(3_900);
    await settled();
    expect(made.sent).toHaveLength(1);
    clock.pass(100);
    await settled();
    made.sent[1]?.answer(200);
    expect(await outcome).toBe('accepted');
  });

  it('that a broken PBX refuses without saying until when is refused', async () => {
    const outcome = negotiation.offer();
    await settled();
    made.sent[0]?.answer(500);
    expect(await outcome).toBe('refused');
  });

  it('leaves no option over for the answer to the next offer', async () => {
    const outcome = negotiation.offer(async () => true);
    await settled();
    expect(made.sent[0]?.options).toEqual({ offerOptions: { iceRestart: true } });
    made.sent[0]?.answer(200);
    await outcome;
    expect(made.session.sessionDescriptionHandlerOptionsReInvite).toEqual({});
  });

  it('is sent one after the other', async () => {
    const outcomes = [negotiation.offer(), negotiation.offer()];
    await settled();
    expect(made.sent).toHaveLength(1);
    made.sent[0]?.answer(488);
    await settled();
    made.sent[1]?.answer(200);
    expect(await Promise.all(outcomes)).toEqual(['refused', 'accepted']);
  });

  it('of the other side is answered 491 while ours is being made, and by the library otherwise', async () => {
    const refused: number[] = [];
    const request = { reject: ({ statusCode }: { statusCode: number }) => void refused.push(statusCode) };
    const deliver = () => (made.session.onInviteRequest as (request: unknown) => void)(request);
    const outcome = negotiation.offer();
    await settled();
    deliver();
    expect(refused).toEqual([491]);
    made.sent[0]?.answer(200);
    await outcome;
    deliver();
    expect(made.answered).toEqual(['answered']);
  });

  it('meets the ACK to our answer before: the library, which would end the call at it, is not told', async () => {
    const deliver = (body?: string) =>
      (made.session.onAckRequest as (request: unknown) => Promise<void>)({ message: { body } });
    const outcome = negotiation.offer();
    await settled();
    await deliver();
    expect(made.answered).toEqual([]);
    // One that answers an offer of ours is the library's to read, and so is each when nothing is offered.
    await deliver('v=0');
    made.sent[0]?.answer(200);
    await outcome;
    await deliver();
    expect(made.answered).toEqual(['acknowledged', 'acknowledged']);
  });

  it.each<[string, (so: boolean) => void]>([
    [
      'is answered',
      (so) => {
        negotiating = so;
      },
    ],
    [
      'is acknowledged',
      (so) => {
        made.session.dialog.reinviteUserAgentServer = so ? {} : undefined;
      },
    ],
  ])('waits until that of the other side %s, which nothing is taken back of', async (_, isUnsettled) => {
    isUnsettled(true);
    const outcome = negotiation.offer();
    await settled();
    expect(made.sent).toHaveLength(0);
    expect(rolledBack).toBe(0);
    isUnsettled(false);
    clock.pass(2_000);
    await settled();
    made.sent[0]?.answer(200);
    expect(await outcome).toBe('accepted');
  });

  it('that could not be sent is taken back, so that the next one can be', async () => {
    made.session.fails = true;
    const outcome = negotiation.offer();
    await settled();
    expect(rolledBack).toBe(1);
    made.session.fails = false;
    clock.pass(2_000);
    await settled();
    made.sent[0]?.answer(200);
    expect(await outcome).toBe('accepted');
  });

  it('is not even made while there is no way to the PBX', async () => {
    connected = false;
    expect(await negotiation.offer()).toBe('refused');
    expect(made.sent).toHaveLength(0);
  });

  it('that the PBX knows no call for says that the call is gone', async () => {
    const outcome = negotiation.offer();
    await settled();
    made.sent[0]?.answer(481);
    expect(await outcome).toBe('gone');
  });
});
