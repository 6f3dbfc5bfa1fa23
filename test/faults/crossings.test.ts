// Phone and PBX say contrary things at the same moment, or one of them forgets: afterwards both know the same.

import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { PhoneState } from '#shared/contract/deskPhone';
import { must } from '#shared/lib/must';
import { plainSite } from '#shared/model/site';
import { openPhoneLine, type PhoneLine } from '../support/phoneLine.ts';
import { type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { answerTo, cseqOf, isReinvite } from '../support/sipProxy.ts';
import { sdpContent, theirOffer, theirRequest } from '../support/theirRequest.ts';
import { until } from '../support/until.ts';

const extension = '1001';
const echoNumber = '9000';
let pages: PhonePages;
let line: PhoneLine;
beforeAll(async () => {
  pages = await startPhonePages();
});
afterAll(() => pages?.close());
beforeEach(async () => {
  line = await openPhoneLine(pages);
});
afterEach(() => line?.close());

const over = ({ calls: [call] }: PhoneState) => call === undefined || call.phase.kind === 'ended';
const isAnswer = (message: string, method: string) =>
  new RegExp(`^SIP/2\\.0 2[\\s\\S]*^cseq\\s*:\\s*\\d+\\s+${method}\\b`, 'im').test(message);

/** Keeps such a message back, however often it is sent again. Resolves, when it has come, with how to let it go on. */
function keepBack(from: 'phone' | 'pbx', is: (message: string) => boolean): Promise<() => void> {
  return new Promise((kept) => {
    const set = (pass: (message: string) => string | null): void => {
      if (from === 'phone') line.way.fromPhone = pass;
      else line.way.fromPbx = pass;
    };
    set((message) => {
      if (!is(message)) return message;
      kept(() => {
        set((other) => other);
        line.way.passOn(from, message);
      });
      return null;
    });
  });
}

/** What the switchboard says next of this kind. */
function heardFromPbx(method: string): Promise<void> {
  return new Promise((heard) => {
    line.way.fromPbx = (message) => {
      if (message.startsWith(`${method} `)) heard();
      return message;
    };
  });
}

describe('a caller who gives up', () => {
  it('while the answer is on its way: nobody is left on the line', async () => {
    const callId = await line.rings();
    const answer = keepBack('phone', (message) => isAnswer(message, 'INVITE'));
    await line.page.call.answer({ callId });
    const letGo = await answer;
    const cancelled = heardFromPbx('CANCEL');
    for (const { id } of line.board.calls()) line.board.hangUp(id);
    await cancelled;
    letGo();
    await line.page.untilState('over', over);
    await line.untilAgreed();
  });

  it('just before the agent answers: the answer comes too late, and says so', async () => {
    const callId = await line.rings();
    for (const { id } of line.board.calls()) line.board.hangUp(id);
    await line.page.untilState('over', over);
    await expect(line.page.call.answer({ callId })).rejects.toThrow('call.gone');
    await line.untilAgreed();
  });
});

it('a call of ours that is answered while the agent takes it back: nobody is left on the line', async () => {
  const answer = keepBack('pbx', (message) => isAnswer(message, 'INVITE'));
  const { callId } = await line.page.call.dial({ number: echoNumber, name: null, customerId: null, queueId: null });
  const letGo = await answer;
  await line.page.call.hangUp({ callId });
  letGo();
  await line.page.untilState('over', over);
  await line.untilAgreed();
});

describe('both sides offer at once', () => {
  it('and the agent was first: the other side waits, and the customer is held', async () => {
    const callId = await line.talks();
    const offer = keepBack('phone', isReinvite);
    await line.page.call.setHold({ callId, hold: true });
    const letGo = await offer;
    const refused = keepBack('phone', (message) => /^SIP\/2\.0 491 /.test(message));
    line.board.sendRaw(extension, offerOfTheirs());
    await refused;
    letGo();
    await line.untilAgreed();
    expect(line.page.state().calls[0]?.phase).toMatchObject({ hold: { actual: true } });
  });

  it('and the other side was first: it is answered, and the customer is held all the same', async () => {
    const callId = await line.talks();
    const answered = keepBack('phone', (message) => isAnswer(message, 'INVITE'));
    line.board.sendRaw(extension, offerOfTheirs());
    await answered;
    await line.page.call.setHold({ callId, hold: true });
    line.board.sendRaw(extension, theirRequest(line.way.heard, { method: 'ACK', cseq: 9_000 }));
    await line.untilAgreed();
    expect(line.page.state().calls[0]?.phase).toMatchObject({ hold: { actual: true } });
    await line.page.call.setHold({ callId, hold: false });
    await line.untilAgreed();
    await line.soundFlows();
  });

  it('and each refuses the offer of the other: both try again, and the customer is held', async () => {
    const callId = await line.talks();
    const { way, board } = line;
    const said = (what: string, is: (message: string) => boolean) => until(what, () => way.said.some(is));
    const theirsIsRefused = () => said('theirs is refused', (message) => /^SIP\/2\.0 491 /.test(message));
    let refused: string | null = null;
    way.fromPhone = (message, answer) => {
      const isOurs = message.startsWith('ACK ') || isReinvite(message);
      if (refused === null && isReinvite(message)) {
        refused = cseqOf(message);
        board.sendRaw(extension, offerOfTheirs());
        void theirsIsRefused().then(() => answer(answerTo(message, '491 Request Pending')));
      }
      // It has not come to the PBX, nor does what acknowledges the refusal.
      return isOurs && cseqOf(message) === refused ? null : message;
    };
    await line.page.call.setHold({ callId, hold: true });
    await theirsIsRefused();
    await line.untilAgreed();
    expect(line.page.state().calls[0]?.phase).toMatchObject({ hold: { actual: true } });
    board.sendRaw(extension, offerOfTheirs(9_001));
    await said('theirs is taken', (message) => isAnswer(message, 'INVITE') && cseqOf(message) === '9001');
    board.sendRaw(extension, theirRequest(way.heard, { method: 'ACK', cseq: 9_001 }));
    await line.page.call.setHold({ callId, hold: false });
    await line.untilAgreed();
    await line.soundFlows();
  });

  const offerOfTheirs = (cseq = 9_000) =>
    theirRequest(line.way.heard, {
      method: 'INVITE',
      cseq,
      headers: sdpContent,
      body: theirOffer(line.way.heard),
    });
});

it('a colleague at the same number answers: it stops ringing here, and says why', async () => {
  const other = await pages.open();
  const { password, domain } = line.board.account(extension);
  const { featureCodes } = line.board.company;
  const servers = [line.board.url];
  const pbx = { servers, domain, extension, authUser: extension, password, iceServers: [], featureCodes };
  other.data.setLine({ pbx: { ...pbx, agentState: 'codes' }, site: plainSite('IT'), wrapUps: [], autoAnswer: [] });
  await other.untilState('registered', ({ registration }) => registration.kind === 'registered');
  // Both speak for the same agent: what the second one tells the queues first must not come after the first one's "ready".
  await other.call.setWish({ kind: 'ready' });
  await other.untilState('ready there', ({ availability }) => availability.pbx === 'offering');
  await line.rings();
  await other.untilState('rings there too', ({ calls }) => calls[0]?.phase.kind === 'ringing');
  await other.call.answer({ callId: must(other.state().calls[0], 'a call').id });
  const { calls } = await line.page.untilState('over here', (state) => state.calls[0]?.phase.kind === 'ended');
  expect(calls[0]?.phase).toMatchObject({ reason: 'answeredElsewhere' });
  await other.untilState('talking there', (state) => state.calls[0]?.phase.kind === 'talking');
  await other.close();
});
