// The way to the PBX is cut, for a moment or for long, at the worst moments: afterwards the phone is registered again, and what
// it shows is so at the switchboard.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { CallId } from '#shared/model/ids';
import type { Refresh } from '#simulator/switchboard/leg';
import { answerTo, cutAt, finalNotify, isLetGo, type Moment, playsThrough, requestOf } from '../support/linkCuts.ts';
import { extension, type PhoneLine, queueNumber } from '../support/phoneLine.ts';
import { type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { rounds } from '../support/rounds.ts';
import { until } from '../support/until.ts';

const seconds = [1, 5, 20, 60].slice(0, rounds({ short: 2, long: 4 }));

/** Longer than anything is waited for. */
const longSeconds = 600;

let pages: PhonePages;
beforeAll(async () => {
  pages = await startPhonePages();
});
afterAll(() => pages?.close());

const transferTo = (line: PhoneLine, callId: CallId) =>
  line.page.call.transferBlind({ callId, target: { kind: 'number', name: 'Reclami', number: queueNumber(line) } });

const answering: [string, Moment][] = [
  ['before the PBX hears it', { from: 'phone', is: answerTo('INVITE'), delivered: false }],
  ['before it says so', { from: 'phone', is: answerTo('INVITE'), delivered: true }],
];

it.concurrent.each(answering)('while the agent answers, %s, and hangs up meanwhile: free at once', (_, moment) =>
  playsThrough(pages, 0, async (line) => {
    const callId = await line.rings();
    const cut = cutAt(line, moment, longSeconds);
    await line.page.call.answer({ callId });
    await cut;
    await line.page.untilState('answered', ({ calls: [call] }) => call?.phase.kind === 'talking');
    await line.page.call.hangUp({ callId });
    await line.page.untilState(
      'free',
      ({ calls: [call], availability }) =>
        call?.phase.kind === 'ended' && call.phase.reason === 'hungUpHere' && availability.heldOffBy !== 'call',
    );
    line.way.setDown(false);
  }),
);

describe.each(seconds)('cut for %s s', { concurrent: true, timeout: 200_000 }, (cutSeconds) => {
  const plays = (play: (line: PhoneLine) => Promise<void>) => playsThrough(pages, cutSeconds, play);

  it('while nobody calls: ready again', () =>
    plays(async (line) => {
      await line.ready();
      line.way.cutFor(cutSeconds);
      await line.untilBack(cutSeconds);
      await line.page.untilState('ready', ({ availability }) => availability.pbx === 'offering');
    }));

  it('while it rings: it rings again', () =>
    plays(async (line) => {
      await line.rings();
      line.way.cutFor(cutSeconds);
      await line.untilBack(cutSeconds);
      await line.page.untilState('ringing', ({ calls }) => calls.some(({ phase }) => phase.kind === 'ringing'));
    }));

  it.each(answering)('while the agent answers, %s', (_, moment) =>
    plays(async (line) => {
      const callId = await line.rings();
      const cut = cutAt(line, moment, cutSeconds);
      await line.page.call.answer({ callId });
      await cut;
    }),
  );

  it('while they talk: the sound goes on, and so does the call', () =>
    plays(async (line) => {
      const callId = await line.talks();
      line.way.cutFor(cutSeconds);
      await line.page.untilState('cut off', ({ registration }) => registration.kind !== 'registered');
      await line.soundFlows();
      await line.untilBack(cutSeconds);
      await line.untilAgreed();
      await line.soundFlows();
      await line.page.call.setHold({ callId, hold: true });
      await line.untilAgreed();
    }));

  it('while the customer is held', () =>
    plays(async (line) => {
      const callId = await line.talks();
      await line.page.call.setHold({ callId, hold: true });
      await line.untilAgreed();
      line.way.cutFor(cutSeconds);
    }));

  it.each<[string, boolean]>([
    ['before the PBX hears it', false],
    ['before it says so', true],
  ])('while the agent puts the customer on hold, %s', (_, delivered) =>
    plays(async (line) => {
      const callId = await line.talks();
      const cut = cutAt(line, { from: 'phone', is: requestOf('INVITE'), delivered }, cutSeconds);
      await line.page.call.setHold({ callId, hold: true });
      await cut;
    }),
  );

  const whileMadeSureOf: [Refresh, string, boolean][] = [
    ['offer', 'before it hears the answer', false],
    ['offerless', 'before it says that it has heard the answer', true],
    ['offer', 'before it says that it has heard the answer', true],
    ['offerless', 'before it hears the answer', false],
  ];
  it.each(whileMadeSureOf.slice(0, rounds({ short: 2, long: 4 })))(
    'while the PBX makes sure of the call (%s), %s: it goes on unless the PBX has let it go',
    (how, _, delivered) =>
      plays(async (line) => {
        const callId = await line.talks();
        const cut = cutAt(line, { from: 'phone', is: answerTo('INVITE'), delivered }, cutSeconds);
        line.board.refresh(extension, how).catch(() => undefined);
        await cut;
        await line.untilBack(cutSeconds);
        if (!delivered && isLetGo(cutSeconds)) return line.untilLost(callId);
        await line.isMadeSureOf(how);
        await line.soundFlows();
        await line.page.call.setHold({ callId, hold: true });
      }),
  );

  it.each<[string, Moment]>([
    ['before the PBX hears it', { from: 'phone', is: requestOf('REFER'), delivered: false }],
    ['before it says that it will', { from: 'pbx', is: answerTo('REFER'), delivered: false }],
    ['before it says that it has', { from: 'pbx', is: finalNotify, delivered: false }],
  ])('while the agent passes the customer on, %s: said to be uncertain, and nothing is left over', (_, moment) =>
    plays(async (line) => {
      const callId = await line.talks();
      const cut = cutAt(line, moment, cutSeconds);
      await transferTo(line, callId);
      await cut;
      const { calls } = await line.page.untilState(
        'no longer waited for',
        ({ calls: [call] }) => call?.phase.kind === 'talking' && call.phase.transfer.kind === 'failed',
        cutSeconds * 1_000 + 60_000,
      );
      expect(calls[0]?.phase).toMatchObject({ transfer: { code: 'transfer.unconfirmed' } });
      await line.page.untilState('back', ({ registration }) => registration.kind === 'registered', 90_000);
      if (line.board.calls().some(({ state }) => state.kind === 'talking')) await line.soundFlows();
      else await line.page.call.hangUp({ callId });
      await line.untilAgreed();
    }),
  );

  it.each<[string, Moment]>([
    ['before the PBX hears it', { from: 'phone', is: requestOf('BYE'), delivered: false }],
    ['before it says so', { from: 'pbx', is: answerTo('BYE'), delivered: false }],
  ])('while the agent hangs up, %s', (_, moment) =>
    plays(async (line) => {
      const callId = await line.talks();
      const cut = cutAt(line, moment, cutSeconds);
      await line.page.call.hangUp({ callId });
      await cut;
      await line.page.untilState('over', ({ calls }) => calls.every(({ phase }) => phase.kind === 'ended'));
    }),
  );

  it('and the agent hangs up meanwhile', () =>
    plays(async (line) => {
      const callId = await line.talks();
      line.way.cutFor(cutSeconds);
      await line.page.untilState('cut off', ({ registration }) => registration.kind !== 'registered');
      await line.page.call.hangUp({ callId });
    }));

  it('and the customer hangs up meanwhile: over, since the connection was lost', () =>
    plays(async (line) => {
      const callId = await line.talks();
      line.way.cutFor(cutSeconds);
      await line.page.untilState('cut off', ({ registration }) => registration.kind !== 'registered');
      for (const { id } of line.board.calls()) line.board.hangUp(id);
      await until('over', () => line.board.calls().length === 0);
      await line.untilBack(cutSeconds);
      await line.untilLost(callId);
    }));
});
