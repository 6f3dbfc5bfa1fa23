// Calls of the agent's own, somebody asked about a caller, and three who hear each other: the phone's real page at the switchboard.
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import type { TransferTarget } from '#shared/model/interaction';
import { answered, firstCall, phaseIs, soundFlows } from '../support/agents.ts';
import { signIn, untilHeard, untilSilent } from '../support/agentsAtBoard.ts';
import { type PhonePage, type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { startTestSwitchboard, type TestSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/until.ts';

const [giulia, luca] = ['1001', '1002'];
const colleague: TransferTarget = { kind: 'person', name: 'Luca Moro', number: luca };
const outside = { name: null, customerId: null, queueId: null };

let pages: PhonePages;
let board: TestSwitchboard;
let page: PhonePage;
let specialist: PhonePage;

beforeAll(async () => {
  pages = await startPhonePages();
});
afterAll(() => pages.close());
beforeEach(async () => {
  board = await startTestSwitchboard();
  [page, specialist] = [await pages.open(), await pages.open()];
  await Promise.all([signIn(board, page, giulia), signIn(board, specialist, luca)]);
});
afterEach(async () => {
  const bugs = [page, specialist].flatMap(({ logged }) => logged.filter((line) => /^(error|refused|warn)/.test(line)));
  await Promise.all([page.close(), specialist.close()]);
  await board.stop();
  expect(bugs.join('\n')).toBe('');
});

const callOf = (who: PhonePage, callId: Call['id']): Call =>
  must(
    who.state().calls.find(({ id }) => id === callId),
    'the call',
  );
const consultOf = (who: PhonePage): Call =>
  must(
    who.state().calls.find(({ purpose }) => purpose.kind === 'consult'),
    'a consult',
  );
const ends = async (who: PhonePage, callId: Call['id']) => {
  await who.untilState('over', phaseIs('ended', callId));
  const { phase } = callOf(who, callId);
  return phase.kind === 'ended' ? phase.reason : phase.kind;
};
const isHeld = (callId: Call['id'], actual: boolean) => (state: ReturnType<PhonePage['state']>) => {
  const phase = state.calls.find(({ id }) => id === callId)?.phase;
  return phase?.kind === 'talking' && phase.hold.actual === actual && phase.hold.wanted === actual;
};

/** They hear music. */
const untilWaits = (customer: ReturnType<TestSwitchboard['ring']>) =>
  until('the customer waits', () => {
    const state = customer.state();
    return state.kind === 'talking' && state.held;
  });

/** A customer whom Giulia talks to. */
async function talking() {
  const customer = board.ring({ number: '+390000000103', queue: 'welcome', staysSeconds: null });
  await answered(page);
  return { customer, call: firstCall(page) };
}

/** Luca has been asked about that customer and has answered. */
async function consulting() {
  const { customer, call } = await talking();
  await page.call.consult({ callId: call.id, target: colleague });
  await specialist.untilState('ringing', phaseIs('ringing'));
  const seen = firstCall(specialist);
  await answered(specialist);
  const consult = consultOf(page);
  await page.untilState('consulting', phaseIs('talking', consult.id));
  return { customer, call, consult, seen };
}

describe('a call of the agent’s own', () => {
  it('rings there, is answered, is spoken with; keys typed ahead are heard', async () => {
    const { callId, interactionId } = await page.call.dial({ ...outside, number: '+390000000101' });
    await page.untilState('ringing there', ({ calls: [call] }) => {
      return call?.phase.kind === 'dialling' && call.phase.progress === 'ringing';
    });
    await page.call.sendDigits({ callId, digits: '12' });
    await page.untilState('talking', phaseIs('talking', callId));
    await soundFlows(page, callId);
    await page.call.hangUp({ callId });
    expect(await ends(page, callId)).toBe('hungUpHere');
    expect(page.data.arrived[0]?.call).toMatchObject({ interactionId, direction: 'outgoing' });
    await until('all is written down', () => page.data.events.some(({ event }) => event.kind === 'ended'));
    expect(page.data.events.map(({ event }) => [event.kind, event.detail])).toEqual([
      ['answered', null],
      ['digitsSent', '2'],
      ['ended', 'hungUpHere'],
    ]);
  });

  it.each([
    ['+390000000486', 'busy'],
    ['+390000000404', 'unknownNumber'],
  ])('to %s ends: %s', async (number, reason) => {
    const { callId } = await page.call.dial({ ...outside, number });
    expect(await ends(page, callId)).toBe(reason);
  });

  it('can be taken back before it is on its way', async () => {
    const { callId } = await page.call.dial({ ...outside, number: '+390000000101' });
    await page.call.hangUp({ callId });
    expect(await ends(page, callId)).toBe('hungUpHere');
    await until('nobody is on the line', () => board.calls().length === 0);
  });

  it('can be taken back while it rings', async () => {
    const { callId } = await page.call.dial({ ...outside, number: '+390000000480' });
    await page.untilState('ringing there', ({ calls: [call] }) => {
      return call?.phase.kind === 'dialling' && call.phase.progress === 'ringing';
    });
    await page.call.hangUp({ callId });
    expect(await ends(page, callId)).toBe('hungUpHere');
    await until('nobody is on the line any more', () => board.calls().length === 0);
  });

  it('puts the one on the line on hold, who is taken back by resuming', async () => {
    const { customer, call } = await talking();
    await untilHeard(customer);
    const { callId } = await page.call.dial({ ...outside, number: '+390000000101' });
    await page.untilState('the first one waits', isHeld(call.id, true));
    await page.untilState('talking', phaseIs('talking', callId));
    await untilWaits(customer);
    await page.call.setHold({ callId: call.id, hold: false });
    await page.untilState('swapped', (state) => isHeld(call.id, false)(state) && isHeld(callId, true)(state));
    await untilHeard(customer);
  });
});

describe('somebody is asked about a caller', () => {
  it('sees before answering whom it is about, and takes the caller over', async () => {
    const { customer, call, consult, seen } = await consulting();
    expect(seen).toMatchObject({ handedOver: call.interactionId, caller: { number: giulia } });
    await untilWaits(customer);
    await soundFlows(page, consult.id);
    await page.call.completeTransfer({ callId: call.id });
    expect(await ends(page, call.id)).toBe('transferred');
    await ends(page, consult.id);
    await untilHeard(customer);
    expect(customer.state()).toMatchObject({ kind: 'talking', extension: luca });
    await soundFlows(specialist);
    // It is the customer by now who is on the specialist's line, on their screen and in what is written down.
    await specialist.untilState('the customer is shown', ({ calls: [shown] }) => {
      return shown?.caller.kind === 'number' && shown.caller.e164 === '+390000000103';
    });
    await until('it is told', () => specialist.data.arrived.some(({ event }) => event.kind === 'callerChanged'));
    await until('Giulia is free', () => board.agents().some((one) => one.extension === giulia && !one.inCall));
    expect(page.data.events.map(({ event }) => event.kind)).toEqual(
      expect.arrayContaining(['held', 'consulted', 'transferred', 'ended']),
    );
  });

  it('swaps between the two', async () => {
    const { customer, call, consult } = await consulting();
    await page.call.setHold({ callId: call.id, hold: false });
    await page.untilState('with the customer', (state) => isHeld(consult.id, true)(state));
    await untilHeard(customer);
    await page.call.setHold({ callId: consult.id, hold: false });
    await page.untilState('with the specialist', (state) => isHeld(call.id, true)(state));
    await soundFlows(page, consult.id);
  });

  it('hanging up on the specialist takes the customer back', async () => {
    const { customer, call, consult } = await consulting();
    await page.call.hangUp({ callId: consult.id });
    await page.untilState('with the customer', isHeld(call.id, false));
    await untilHeard(customer);
  });

  it('a specialist who declines gives the customer back, with the reason', async () => {
    const { customer, call } = await talking();
    await page.call.consult({ callId: call.id, target: colleague });
    await specialist.untilState('ringing', phaseIs('ringing'));
    await specialist.call.decline({ callId: firstCall(specialist).id });
    await page.untilState('back with the customer', isHeld(call.id, false));
    expect(callOf(page, call.id).phase).toMatchObject({ transfer: { kind: 'failed', target: colleague } });
    await untilHeard(customer);
  });

  it('a caller is sent after a specialist who is still being rung', async () => {
    const { customer, call } = await talking();
    await page.call.consult({ callId: call.id, target: colleague });
    await specialist.untilState('ringing', phaseIs('ringing'));
    await page.call.completeTransfer({ callId: call.id });
    // The agent's own call to the specialist may still be seen to ring beside it.
    const isOfCustomer = ({ phase, caller }: Call) =>
      phase.kind === 'ringing' && 'e164' in caller && caller.e164 === '+390000000103';
    const { calls } = await specialist.untilState('ringing for the customer', (state) =>
      state.calls.some(isOfCustomer),
    );
    const { id } = must(calls.find(isOfCustomer), 'the customer’s call');
    await specialist.call.answer({ callId: id });
    expect(await ends(page, call.id)).toBe('transferred');
    await untilHeard(customer);
    expect(customer.state()).toMatchObject({ kind: 'talking', extension: luca });
  });
});

describe('a conference', () => {
  it('all three hear each other; muted, the agent alone is not heard; whoever leaves, the others go on', async () => {
    const { customer, call, consult } = await consulting();
    await specialist.call.setMute({ callId: firstCall(specialist).id, mute: true });
    await page.call.setConference({ on: true });
    await page.untilState('in conference', ({ conference }) => conference.length === 2);
    await untilHeard(customer);
    await page.call.setMute({ callId: call.id, mute: true });
    await untilSilent(customer);
    // The specialist speaks: the customer hears them although the agent is muted.
    await specialist.call.setMute({ callId: firstCall(specialist).id, mute: false });
    await untilHeard(customer);
    await page.call.setMute({ callId: call.id, mute: false });
    await page.call.hangUp({ callId: consult.id });
    await page.untilState('two are left', ({ conference }) => conference.length === 0);
    await untilHeard(customer);
    await soundFlows(page, call.id);
  });

  it('the specialist hears the customer in it', async () => {
    await consulting();
    const energy = async () => (await specialist.stats())[0]?.energyReceived ?? 0;
    await page.call.setConference({ on: true });
    await page.untilState('in conference', ({ conference }) => conference.length === 2);
    const before = await energy();
    await until('somebody is heard', async () => (await energy()) > before);
  });

  it('can be split, and the two can be left together', async () => {
    const { customer, call, consult } = await consulting();
    await page.call.setConference({ on: true });
    await page.untilState('in conference', ({ conference }) => conference.length === 2);
    await page.call.setConference({ on: false });
    await page.untilState('the specialist waits', isHeld(consult.id, true));
    await page.call.setConference({ on: true });
    await page.untilState('together again', (state) => isHeld(consult.id, false)(state));
    await page.call.completeTransfer({ callId: call.id });
    expect(await ends(page, call.id)).toBe('transferred');
    await untilHeard(customer);
    expect(customer.state()).toMatchObject({ kind: 'talking', extension: luca });
  });

  it('of two callers, neither of whom was asked about the other, leaves them together too', async () => {
    const { customer, call } = await talking();
    const { callId } = await page.call.dial({ ...outside, number: luca });
    await answered(specialist);
    await page.untilState('talking to Luca', phaseIs('talking', callId));
    await page.untilState('the customer waits', isHeld(call.id, true));
    await page.call.setConference({ on: true });
    await page.untilState('together', (state) => state.conference.length === 2 && isHeld(call.id, false)(state));
    await page.call.leaveTogether(null);
    expect(await ends(page, call.id)).toBe('transferred');
    expect(await ends(page, callId)).toBe('hungUpHere');
    await untilHeard(customer);
    expect(customer.state()).toMatchObject({ kind: 'talking', extension: luca });
    await until('Giulia is free', () => board.agents().some((one) => one.extension === giulia && !one.inCall));
  });
});

it('do not disturb declines a colleague’s call, and says so in the list of what was missed', async () => {
  await specialist.call.setDoNotDisturb({ on: true });
  const { callId } = await page.call.dial({ ...outside, number: luca });
  expect(await ends(page, callId)).toBe('busy');
  await until('it is written down', () => specialist.data.events.some(({ event }) => event.detail === 'declined'));
});
