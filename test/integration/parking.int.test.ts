// Parking at the switchboard, with the phone's real page: fetched by the one who parked, by a colleague, by nobody.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import { answered, firstCall, phaseIs, soundFlows } from '../support/agents.ts';
import { lineOf, signIn } from '../support/agentsAtBoard.ts';
import { type PhonePage, type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { startTestSwitchboard, type TestSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/until.ts';

const [giulia, luca] = ['1001', '1002'];
const carlo = '+390000000103';
const place = { kind: 'parking', name: 'parcheggio 701', number: '701' } as const;

let pages: PhonePages;
let board: TestSwitchboard;
let page: PhonePage;

beforeAll(async () => {
  pages = await startPhonePages();
});
afterAll(() => pages.close());
beforeEach(async () => {
  page = await pages.open();
});
afterEach(async () => {
  const bugs = page.logged.filter((line) => /^(error|refused|warn)/.test(line));
  await page.close();
  await board.stop();
  expect(bugs.join('\n')).toBe('');
});

type State = ReturnType<PhonePage['state']>;
const backIn = ({ calls }: State) => calls.find(({ parking }) => parking !== null);
const back = (who: PhonePage): Call => must(backIn(who.state()), 'a call out of the parking');
const backIs = (kind: Call['phase']['kind']) => (state: State) => backIn(state)?.phase.kind === kind;

/** Giulia has spoken with Carlo and parks him: her wrap-up is open. */
async function parks(options: Parameters<typeof startTestSwitchboard>[0] = {}) {
  board = await startTestSwitchboard(options);
  await signIn(board, page, giulia);
  const customer = board.ring({ number: carlo, queue: 'welcome', staysSeconds: null });
  await answered(page);
  const call = firstCall(page);
  // As the data program does it: it tells of the wrap-up before it settles that the call has ended.
  page.data.setLine({ ...lineOf(board, giulia), wrapUps: [call.interactionId] });
  await page.call.transferBlind({ callId: call.id, target: place });
  return { customer, call };
}

/** He waits there, and she knows. */
async function parked() {
  const { customer, call } = await parks();
  await until('he is parked', () => customer.state().kind === 'parked');
  await page.untilState('she knows', (state) => state.parked[0]?.interactionId === call.interactionId);
  return { customer, call };
}

it('who has parked fetches the caller back, and the interaction goes on', async () => {
  const { customer, call } = await parked();
  await page.call.pickUp({ place: '701', number: null, interactionId: call.interactionId });
  await page.untilState('talking', backIs('talking'));
  expect(back(page)).toMatchObject({
    interactionId: call.interactionId,
    handedOver: null,
    caller: { e164: carlo },
  });
  await soundFlows(page, back(page).id);
  expect(page.state().parked).toEqual([]);
  customer.hangUp();
  await page.untilState('over', backIs('ended'));
  await until('all is written', () => page.data.events.filter(({ event }) => event.kind === 'ended').length === 2);
  const facts = [...page.data.arrived, ...page.data.events].filter(({ event }) =>
    ['parked', 'pickedUp'].includes(event.kind),
  );
  expect(facts.map(({ event }) => [event.kind, event.detail]).toSorted()).toEqual([
    ['parked', '701'],
    ['pickedUp', '701'],
  ]);
});

it('a colleague fetches the caller, and knows whose story it is', async () => {
  const { customer, call } = await parked();
  const colleague = await pages.open();
  await signIn(board, colleague, luca);
  expect(board.supervision.queues().parked).toMatchObject([
    { place: '701', number: carlo, interactionId: call.interactionId },
  ]);
  await colleague.call.pickUp({ place: '701', number: carlo, interactionId: call.interactionId });
  await colleague.untilState('talking', phaseIs('talking'));
  expect(firstCall(colleague)).toMatchObject({
    direction: 'incoming',
    handedOver: call.interactionId,
    caller: { e164: carlo },
  });
  await soundFlows(colleague);
  expect(customer.state()).toMatchObject({ kind: 'talking', extension: luca });
  expect(board.supervision.queues().parked).toEqual([]);

  // Giulia does not know yet, and is told the truth.
  await page.call.pickUp({ place: '701', number: null, interactionId: null });
  await page.untilState('nobody is there', backIs('ended'));
  expect(back(page).phase).toMatchObject({ reason: 'notParked' });
  expect(page.state().parked).toEqual([]);
  await colleague.close();
});

it('a caller whom nobody fetches comes back to who has parked them, as the same interaction', async () => {
  const { call } = await parks({ parkMs: 1_500 });
  await page.untilState('ringing', backIs('ringing'));
  expect(back(page)).toMatchObject({
    interactionId: call.interactionId,
    parking: { place: '701', how: 'returned' },
    caller: { e164: carlo },
  });
  expect(page.state().parked).toEqual([]);
  await page.call.answer({ callId: back(page).id });
  await page.untilState('talking', backIs('talking'));
  await soundFlows(page, back(page).id);
});

it('a place where somebody is takes nobody else, and the caller stays with the agent', async () => {
  await parked();
  const other = board.ring({ number: '+390000000106', queue: 'support', staysSeconds: null });
  board.supervision.take(other.id, giulia);
  const { calls } = await page.untilState('ringing', (state) =>
    state.calls.some(({ phase }) => phase.kind === 'ringing'),
  );
  const callId = must(calls.at(-1), 'the other one').id;
  await page.call.answer({ callId });
  await page.untilState('talking', phaseIs('talking', callId));
  await page.call.transferBlind({ callId, target: place });
  await page.untilState('refused', (state) => {
    const phase = state.calls.find(({ id }) => id === callId)?.phase;
    return phase?.kind === 'talking' && phase.transfer.kind === 'failed';
  });
  await soundFlows(page, callId);
});
