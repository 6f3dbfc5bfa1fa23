// A long day for one phone: customers ring, ten on the switchboard at a time; each call is one of the things that agents do.
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import type { TransferTarget } from '#shared/model/interaction';
import { phaseIs } from '../../test/support/agents.ts';
import { signIn } from '../../test/support/agentsAtBoard.ts';
import { type PhonePage, startPhonePages } from '../../test/support/phonePage.ts';
import { startTestSwitchboard, type TestSwitchboard } from '../../test/support/switchboard.ts';
import { type Check, compare, countLiving, type Leftovers, type Meter, meterOf } from './leftovers.ts';

const [agent, colleague] = ['1001', '1002'];
const target: TransferTarget = { kind: 'person', name: 'Luca Moro', number: colleague };
const atATime = 10;
const early = 50;

type State = ReturnType<PhonePage['state']>;
type CallId = Call['id'];

export async function soakCalls(
  calls: number,
  report: (line: string) => void,
): Promise<{ checks: Check[]; taken: number }> {
  const pages = await startPhonePages();
  const board = await startTestSwitchboard();
  try {
    const phone = await pages.open({ before: countLiving });
    const specialist = await pages.open();
    await Promise.all([signIn(board, phone, agent), signIn(board, specialist, colleague)]);
    const meter = await meterOf(pages.electron, phone.page);
    let busy: Leftovers | null = null;
    const day = startDay(board, phone, specialist, async () => {
      busy ??= await meter.read();
    });

    let afterEarly: Leftovers | null = null;
    for (let count = 0; count < calls; count += 1) {
      await day.nextCall();
      if (count + 1 === Math.min(early, calls)) afterEarly = await atRest(phone, board, meter);
      if ((count + 1) % 10 === 0) report(`${count + 1} of ${calls} calls, ${board.calls().length} on the switchboard`);
    }
    day.close();
    const checks = compare(busy, must(afterEarly, 'the first calls'), await atRest(phone, board, meter));
    return { checks, taken: calls };
  } finally {
    await pages.close();
    await board.stop();
  }
}

/** When nobody is on the line, and the last words of SIP are said: RFC 3261 keeps an answered INVITE for 32 s. */
async function atRest(phone: PhonePage, board: TestSwitchboard, meter: Meter): Promise<Leftovers> {
  for (const { id } of board.calls()) board.hangUp(id);
  await phone.call.setWish({ kind: 'notReady', reasonCode: null });
  await phone.untilState(
    'nobody is on the line',
    ({ calls, availability }) => calls.length === 0 && availability.pbx === 'notOffering',
  );
  let left = await meter.read();
  const deadline = performance.now() + restMs;
  while (left.sessions + left.dialogues + left.transactions > 0 && performance.now() < deadline) {
    await new Promise((again) => setTimeout(again, 500));
    left = await meter.read();
  }
  await phone.call.setWish({ kind: 'ready' });
  return left;
}
const restMs = 45_000;

/** `inConference` is told while two are on the line. */
function startDay(board: TestSwitchboard, phone: PhonePage, specialist: PhonePage, inConference: () => Promise<void>) {
  let turn = 0;

  /** The queue is never empty. */
  function fillQueue(): void {
    while (board.calls().length < atATime)
      board.ring({ number: `+3900000001${String(1 + (turn % 10)).padStart(2, '0')}`, queue: 'welcome' });
  }

  /** The colleague takes what comes and does not talk for long. */
  const stopColleague = everyChange(async () => {
    for (const { id, phase } of specialist.state().calls) {
      if (phase.kind === 'ringing') await specialist.call.answer({ callId: id }).catch(() => undefined);
    }
  });

  async function taken(who: PhonePage): Promise<CallId> {
    await who.untilState('ringing', ({ calls }) => calls.some(isRinging));
    const { id } = must(who.state().calls.find(isRinging), 'a call that rings');
    await who.call.answer({ callId: id });
    await who.untilState('talking', phaseIs('talking', id));
    return id;
  }
  const over = (callId: CallId) =>
    phone.untilState('over', ({ calls }) => !calls.some(({ id, phase }) => id === callId && phase.kind !== 'ended'));
  async function hangUp(callId: CallId): Promise<void> {
    await phone.call.hangUp({ callId });
    await over(callId);
  }
  const held = (callId: CallId, hold: boolean) =>
    phone.untilState(`hold is ${hold}`, ({ calls }) =>
      calls.some(
        ({ id, phase }) =>
          id === callId && phase.kind === 'talking' && phase.hold.actual === hold && phase.hold.wanted === hold,
      ),
    );
  async function hold(callId: CallId): Promise<void> {
    await phone.call.setHold({ callId, hold: true });
    await held(callId, true);
    await phone.call.setHold({ callId, hold: false });
    await held(callId, false);
  }
  /** Whoever the colleague talks to is let go. */
  async function letGo(): Promise<void> {
    for (const { id, phase } of specialist.state().calls) {
      if (phase.kind === 'talking') await specialist.call.hangUp({ callId: id }).catch(() => undefined);
    }
    await specialist.untilState('free', ({ calls }) => calls.every(({ phase }) => phase.kind === 'ended'));
  }
  async function consult(callId: CallId): Promise<CallId> {
    await phone.call.consult({ callId, target });
    await phone.untilState('consulting', ({ calls }) =>
      calls.some(({ purpose, phase }) => purpose.kind === 'consult' && phase.kind === 'talking'),
    );
    return must(
      phone.state().calls.find(({ purpose, phase }) => purpose.kind === 'consult' && phase.kind === 'talking'),
      'a consult',
    ).id;
  }

  /** One thing that agents do after the other. */
  const ways: readonly (() => Promise<void>)[] = [
    async function mutedAndKeys() {
      const callId = await taken(phone);
      await phone.call.setMute({ callId, mute: true });
      await phone.call.sendDigits({ callId, digits: '12#' });
      await phone.call.setMute({ callId, mute: false });
      await hangUp(callId);
    },
    async function heldAndGone() {
      const callId = await taken(phone);
      await hold(callId);
      for (const { id, state } of board.calls()) if (state.kind === 'talking') board.hangUp(id);
      await over(callId);
    },
    async function passedOnBlind() {
      const callId = await taken(phone);
      await phone.call.transferBlind({ callId, target });
      await over(callId);
      await specialist.untilState('with the colleague', isTalking);
      await letGo();
    },
    async function severalAtOnce() {
      const first = await taken(phone);
      board.inviteWithHeaders(agent, {});
      const second = await taken(phone);
      await held(first, true);
      board.inviteWithHeaders(agent, {});
      const third = await taken(phone);
      await phone.call.setHold({ callId: first, hold: false });
      await held(first, false);
      for (const callId of [third, second, first]) await hangUp(callId);
    },
    async function passedOnAttended() {
      const callId = await taken(phone);
      const asked = await consult(callId);
      await phone.call.completeTransfer({ callId });
      await over(callId);
      await over(asked);
      await letGo();
    },
    async function gaveUp() {
      await phone.untilState('ringing', ({ calls }) => calls.some(isRinging));
      const { id } = must(phone.state().calls.find(isRinging), 'a call that rings');
      for (const call of board.calls()) if (call.state.kind === 'ringing') board.hangUp(call.id);
      await over(id);
    },
    async function takenBack() {
      const callId = await taken(phone);
      const asked = await consult(callId);
      await hangUp(asked);
      await held(callId, false);
      await letGo();
      await hangUp(callId);
    },
    async function conference() {
      const callId = await taken(phone);
      const asked = await consult(callId);
      await phone.call.setConference({ on: true });
      await phone.untilState('in conference', ({ conference: members }) => members.length === 2);
      await inConference();
      await hangUp(asked);
      await letGo();
      await hangUp(callId);
    },
    async function dialled() {
      const { callId } = await phone.call.dial({
        number: '+390000000101',
        name: null,
        customerId: null,
        queueId: null,
      });
      await phone.untilState('talking', phaseIs('talking', callId));
      await hangUp(callId);
    },
  ];

  return {
    async nextCall() {
      fillQueue();
      const way = must(ways[turn % ways.length], 'a way');
      turn += 1;
      await way().catch((error: unknown) => {
        throw new Error(`call ${turn}, ${way.name}: ${String(error)}`);
      });
    },
    close: stopColleague,
  };

  function everyChange(react: () => Promise<void>): () => void {
    let isOver = false;
    void (async () => {
      while (!isOver) {
        await react();
        await new Promise((again) => setTimeout(again, 50));
      }
    })();
    return () => {
      isOver = true;
    };
  }
}

const isRinging = ({ phase }: Call): boolean => phase.kind === 'ringing';
const isTalking = ({ calls }: State): boolean => calls.some(({ phase }) => phase.kind === 'talking');
