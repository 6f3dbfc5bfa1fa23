// The way to the PBX is cut while the agent calls somebody, alone or about a customer who waits: afterwards what the phone shows is so
// at the switchboard, and no customer is left with the music.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PhoneState } from '#shared/contract/deskPhone';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import type { CallId } from '#shared/model/ids';
import { answerTo, cutAt, finalNotify, isLetGo, type Moment, playsThrough, requestOf } from '../support/linkCuts.ts';
import { type PhoneLine, queueNumber } from '../support/phoneLine.ts';
import { type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { rounds } from '../support/rounds.ts';
import { until } from '../support/until.ts';

const seconds = [1, 5, 20, 60].slice(0, rounds({ short: 1, long: 4 }));
/** Outside: answers after a moment; never answers. */
const [answering, silent] = ['+390000000101', '+390000000480'];

/** Against what hangs. */
const longestMs = 60_000;

let pages: PhonePages;
beforeAll(async () => {
  pages = await startPhonePages();
});
afterAll(() => pages?.close());

/** The call itself, which has its credentials; and what is said of it. */
const invite: Moment = {
  from: 'phone',
  is: (message) => message.startsWith('INVITE sip:+') && /^authorization:/im.test(message),
  delivered: false,
};
const ringing: Moment = { from: 'pbx', is: (message) => message.startsWith('SIP/2.0 180 '), delivered: true };
const answer: Moment = {
  from: 'pbx',
  is: (message) => /^SIP\/2\.0 2/.test(message) && answerTo('INVITE')(message),
  delivered: false,
};
/** Of a call that stands: it goes to the switchboard itself. */
const acknowledgement: Moment = {
  from: 'phone',
  is: (message) => message.startsWith('ACK sip:switchboard@'),
  delivered: false,
};

const dial = ({ page }: PhoneLine, number: string) =>
  page.call.dial({ number, name: null, customerId: null, queueId: null });
/** The queues have heard that this agent is not ready, and need not hear it again for a call. */
async function idle(line: PhoneLine): Promise<void> {
  await line.page.untilState('told', ({ availability }) => availability.pbx === 'notOffering');
  await line.untilAgreed();
}
const callOf = ({ calls }: PhoneState, callId: CallId): Call | undefined => calls.find(({ id }) => id === callId);

describe.each(seconds)('cut for %s s', { concurrent: true, timeout: 200_000 }, (cutSeconds) => {
  const plays = (play: (line: PhoneLine) => Promise<void>) => playsThrough(pages, cutSeconds, play);

  describe('while the agent calls', () => {
    async function isLost(line: PhoneLine, number: string, moment: Moment): Promise<void> {
      await idle(line);
      const cut = cutAt(line, moment, cutSeconds);
      const { callId } = await dial(line, number);
      await cut;
      await line.untilLost(callId, longestMs);
    }

    it('before the PBX hears of it: over, since the connection was lost', () =>
      plays((line) => isLost(line, silent, invite)));

    it('while it rings there: over, and taken back as soon as the PBX can be told', () =>
      plays(async (line) => {
        await isLost(line, silent, ringing);
        await until(
          'the PBX has taken it back',
          () => line.way.heard.some(answerTo('CANCEL')),
          undefined,
          cutSeconds * 1_000 + longestMs,
        );
      }));

    // A PBX lets go of whoever has answered a phone that is gone after half a minute (RFC 3261 section 13.3.1.4): long rounds.
    const halfHeard: [string, Moment][] = [
      ['and it is answered meanwhile', ringing],
      ['before the phone hears of the answer', answer],
    ];
    it.each(halfHeard.slice(0, rounds({ short: 0, long: 2 })))('%s: over', (_, moment) =>
      plays(async (line) => {
        await isLost(line, answering, moment);
        await line.untilBack(cutSeconds);
        await line.untilAgreed();
      }),
    );

    it('before the PBX hears that the phone has the answer: the call goes on unless the PBX has let it go', () =>
      plays(async (line) => {
        await idle(line);
        const cut = cutAt(line, acknowledgement, cutSeconds);
        const { callId } = await dial(line, answering);
        await cut;
        const ack = must(line.way.said.findLast(acknowledgement.is), 'an ACK');
        await line.untilBack(cutSeconds);
        if (isLetGo(cutSeconds)) return line.untilLost(callId);
        await until(
          'the PBX has it after all',
          () => line.way.said.filter((said) => said === ack).length === 2,
          undefined,
          longestMs,
        );
        await line.page.untilState('talking', (state) => callOf(state, callId)?.phase.kind === 'talking');
        await line.soundFlows();
      }));
  });

  describe('while somebody is asked about a customer,', () => {
    const isConsult = ({ purpose }: Call) => purpose.kind === 'consult';

    const consult = ({ page }: PhoneLine, callId: CallId, number: string) =>
      page.call.consult({ callId, target: { kind: 'number', name: 'Prova', number } });
    const talksWithConsult = (line: PhoneLine) =>
      line.page.untilState('consulting', ({ calls }) =>
        calls.some((call) => isConsult(call) && call.phase.kind === 'talking'),
      );

    it.each<[string, Moment]>([
      ['before the PBX hears of it', invite],
      ['while it rings there', ringing],
    ])('%s: the customer is taken back', (_, moment) =>
      plays(async (line) => {
        const callId = await line.talks();
        await line.untilAgreed();
        const cut = cutAt(line, moment, cutSeconds);
        await consult(line, callId, silent);
        await cut;
        await line.untilBack(cutSeconds);
        await line.page.untilState(
          'taken back',
          (state) => {
            const phase = callOf(state, callId)?.phase;
            return phase?.kind === 'talking' && !phase.hold.actual && !phase.hold.wanted;
          },
          longestMs,
        );
        await line.soundFlows();
      }),
    );

    it('while they talk: both calls go on', () =>
      plays(async (line) => {
        const callId = await line.talks();
        await consult(line, callId, answering);
        await talksWithConsult(line);
        await line.untilAgreed();
        line.way.cutFor(cutSeconds);
        await line.untilBack(cutSeconds);
        await line.untilAgreed();
        await line.page.call.hangUp({ callId: must(line.page.state().calls.find(isConsult), 'a consult').id });
        await line.page.untilState(
          'taken back',
          (state) => {
            const phase = callOf(state, callId)?.phase;
            return phase?.kind === 'talking' && !phase.hold.actual && !phase.hold.wanted;
          },
          longestMs,
        );
      }));

    it.each<[string, Moment]>([
      ['before the PBX hears that they are to be joined', { from: 'phone', is: requestOf('REFER'), delivered: false }],
      ['before it says that it will join them', { from: 'pbx', is: answerTo('REFER'), delivered: false }],
    ])('%s: nothing is left over', (_, moment) =>
      plays(async (line) => {
        const callId = await line.talks();
        await consult(line, callId, answering);
        await talksWithConsult(line);
        await line.untilAgreed();
        const cut = cutAt(line, moment, cutSeconds);
        await line.page.call.completeTransfer({ callId });
        await cut;
        await line.untilBack(cutSeconds);
        await line.page.untilState(
          'no longer waited for',
          (state) => {
            const phase = callOf(state, callId)?.phase;
            return phase?.kind !== 'talking' || phase.transfer.kind !== 'requested';
          },
          longestMs,
        );
      }),
    );

    it('before it says that it has joined them: said to be uncertain, and nothing is left over', () =>
      plays(async (line) => {
        const callId = await line.talks();
        await consult(line, callId, queueNumber(line));
        await talksWithConsult(line);
        await line.page.untilState('held', (state) => {
          const phase = callOf(state, callId)?.phase;
          return phase?.kind === 'talking' && phase.hold.actual;
        });
        const cut = cutAt(line, { from: 'pbx', is: finalNotify, delivered: false }, cutSeconds);
        await line.page.call.completeTransfer({ callId });
        await cut;
        await line.untilBack(cutSeconds);
        const state = await line.page.untilState(
          'no longer waited for',
          (state) => {
            const phase = callOf(state, callId)?.phase;
            return phase?.kind === 'talking' && phase.transfer.kind === 'failed';
          },
          longestMs,
        );
        expect(callOf(state, callId)?.phase).toMatchObject({ transfer: { code: 'transfer.unconfirmed' } });
        for (const { id, phase } of state.calls)
          if (phase.kind !== 'ended') await line.page.call.hangUp({ callId: id });
      }));
  });
});
