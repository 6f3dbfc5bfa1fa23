// A phone of another make at the other end of transfers: JsSIP in Chromium and our own page at one switchboard, with sound both ways
// at every end.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { answered, firstCall, phaseIs, soundFlows } from '../support/agents.ts';
import { signIn, untilHeard } from '../support/agentsAtBoard.ts';
import { type BarePhones, startBarePhones } from '../support/barePhones.ts';
import { type PhonePage, type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { startTestSwitchboard, type TestSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/until.ts';

const [giulia, luca] = ['1001', '1002'];
const colleague = { kind: 'person' as const, name: 'Luca Moro', number: luca };

let others: BarePhones;
let pages: PhonePages;
let board: TestSwitchboard;
let page: PhonePage;
let theirs: Awaited<ReturnType<BarePhones['jsSipPhone']>>;

// Where Chromium has to be installed first, that takes a while.
beforeAll(async () => {
  [others, pages] = await Promise.all([startBarePhones(), startPhonePages()]);
}, 300_000);
afterAll(async () => {
  await Promise.all([others?.close(), pages?.close()]);
});
beforeEach(async () => {
  board = await startTestSwitchboard();
  [page, theirs] = await Promise.all([pages.open(), others.jsSipPhone(board.account(luca))]);
  await signIn(board, page, giulia);
  expect(await theirs.register()).toBe(200);
});
afterEach(async () => {
  await Promise.all([page.close(), others.discard()]);
  await board.stop();
});

const customerOf = (queue: string) => board.ring({ number: '+390000000103', queue, staysSeconds: null });
type Customer = ReturnType<typeof customerOf>;

async function theyHear(): Promise<void> {
  const { packets } = await theirs.heard();
  await until('they hear somebody', async () => (await theirs.heard()).packets > packets + 25);
}

/** The customer and JsSIP hear each other. */
async function theyTalkTo(customer: Customer): Promise<void> {
  await until('they talk', () => {
    const state = customer.state();
    return state.kind === 'talking' && state.extension === luca;
  });
  await theyHear();
  await untilHeard(customer);
}

it('takes a customer who is sent there', async () => {
  const customer = customerOf('welcome');
  await answered(page);
  const { id: callId } = firstCall(page);
  const rings = theirs.nextInvite();
  await page.call.transferBlind({ callId, target: colleague });
  expect((await rings).from).toBe('sip:+390000000103@127.0.0.1');
  await theirs.answer();
  await page.untilState('passed on', phaseIs('ended'));
  expect(firstCall(page).phase).toMatchObject({ reason: 'transferred' });
  await theyTalkTo(customer);
});

it('is asked about a customer, and then talks to them', async () => {
  const customer = customerOf('welcome');
  await answered(page);
  const { id: callId } = firstCall(page);
  const rings = theirs.nextInvite();
  await page.call.consult({ callId, target: colleague });
  expect((await rings).from).toBe(`sip:${giulia}@127.0.0.1`);
  await theirs.answer();
  const isTalking = ({ calls }: ReturnType<PhonePage['state']>) =>
    calls.some(({ purpose, phase }) => purpose.kind === 'consult' && phase.kind === 'talking');
  await page.untilState('consulting', isTalking);
  const consult = page.state().calls.find(({ purpose }) => purpose.kind === 'consult');
  await soundFlows(page, consult?.id);
  await theyHear();
  await page.call.completeTransfer({ callId });
  await page.untilState('passed on', phaseIs('ended', callId));
  await theyTalkTo(customer);
});

it('asks our agent about its customer, and passes them on', async () => {
  expect(await theirs.dialAndWait('*74')).toBe('Terminated');
  const rings = theirs.nextInvite();
  const customer = customerOf('complaints');
  await rings;
  await theirs.answer();
  await theyTalkTo(customer);
  await theirs.hold(true);
  const [consulted] = await Promise.all([theirs.consult(giulia), answered(page)]);
  expect(consulted).toBe('answered');
  await soundFlows(page);
  expect(await theirs.joinThem()).toBe('accepted');
  await theirs.hangUp();
  await until('ours talks to the customer', () => {
    const state = customer.state();
    return state.kind === 'talking' && state.extension === giulia;
  });
  await soundFlows(page);
  await untilHeard(customer);
});
