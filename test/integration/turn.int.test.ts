// The phone's real page and a real relay for the voice (TURN): what the line check says of it, and calls that only it can carry.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import type { PbxSettings } from '#shared/protocol/workstation';
import { answered, comeReady, firstCall, phaseIs, soundFlows } from '../support/agents.ts';
import { lineOf, untilHeard } from '../support/agentsAtBoard.ts';
import { type PhonePage, type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { steadyPort } from '../support/steadyPort.ts';
import { startTestSwitchboard, type TestSwitchboard } from '../support/switchboard.ts';
import { startTurnServer, type TurnServer } from '../support/turnServer.ts';
import { until } from '../support/until.ts';

const giulia = '1001';
const transports = ['udp', 'tcp'] as const;

let pages: PhonePages;
let turn: TurnServer;
let board: TestSwitchboard;
beforeAll(async () => {
  [pages, turn] = await Promise.all([startPhonePages(), startTurnServer()]);
});
afterAll(async () => {
  await pages?.close();
  await turn?.stop();
});
beforeEach(async () => {
  board = await startTestSwitchboard();
});
afterEach(() => board.stop());

const relayIs = (...iceServers: PbxSettings['iceServers']) => lineOf(board, giulia, { iceServers });

async function findingOn(page: PhonePage, server: PbxSettings['iceServers'][number]) {
  await comeReady(page, relayIs(server));
  await page.call.checkLine(null);
  const { steps } = must(page.state().lineCheck, 'a line check');
  return must(
    steps.find(({ part }) => part === 'turn'),
    'a look at the relay',
  ).result;
}

it.each(transports)('the line check says that a relay works, tried over %s', async (transport) => {
  const page = await pages.open();
  expect(await findingOn(page, turn.account(transport))).toMatchObject({ kind: 'fine' });
  await page.close();
});

it.each(transports)('the line check says that a relay refuses the password, tried over %s', async (transport) => {
  const page = await pages.open();
  const account = { ...turn.account(transport), credential: 'another' };
  expect(await findingOn(page, account)).toEqual({ kind: 'wrong', advice: 'turnRefused' });
  await page.close();
});

it.each(transports)('the line check says that a relay is away, tried over %s', async (transport) => {
  const page = await pages.open();
  const account = { ...turn.account(transport), urls: `turn:127.0.0.1:${await steadyPort()}?transport=${transport}` };
  expect(await findingOn(page, account)).toEqual({ kind: 'wrong', advice: 'turnAway' });
  await page.close();
});

it('where the network lets no UDP out, both hear each other through the relay', async () => {
  const page = await pages.open({ udp: false });
  await comeReady(page, relayIs(turn.account('tcp')));
  const before = turn.relayed();
  const customer = board.ring({ number: '+390000000101', queue: 'welcome' });
  await answered(page);
  await soundFlows(page);
  await untilHeard(customer);
  await page.call.hangUp({ callId: firstCall(page).id });
  await page.untilState('over', phaseIs('ended'));
  await until('the relay has carried both voices', () => {
    const { fromPhone, toPhone } = turn.relayed();
    return fromPhone > before.fromPhone + 25 && toPhone > before.toPhone + 25;
  });
  await page.close();
});
