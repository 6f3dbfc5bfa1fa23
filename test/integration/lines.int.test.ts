// Colleagues' telephones at the switchboard, as the phone's real page hears of them while somebody looks.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { answered, firstCall, phaseIs } from '../support/agents.ts';
import { lineOf } from '../support/agentsAtBoard.ts';
import { type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { startTestSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/until.ts';

let pages: PhonePages;
beforeAll(async () => {
  pages = await startPhonePages();
});
afterAll(() => pages.close());

/** Runs in the page. */
const dialogues = (): number =>
  (window as unknown as { cornettaCounts(): { dialogues: number } }).cornettaCounts().dialogues;

it('are taken and free again, also after a lost connection; who looks no longer is told no more', async () => {
  const board = await startTestSwitchboard();
  const [page, colleague] = [await pages.open(), await pages.open()];
  const lampIs = (use: string) => page.untilState(`the lamp says ${use}`, ({ lines }) => lines['1002'] === use);
  for (const [who, extension] of [
    [page, '1001'],
    [colleague, '1002'],
  ] as const) {
    who.data.setLine(lineOf(board, extension));
    await who.untilState('registered', (state) => state.registration.kind === 'registered');
  }

  const looking = new AbortController();
  const looked = page.call.watchLines({ extensions: ['1002', '5999'] }, looking.signal);
  await lampIs('free');
  const customer = board.inviteWithHeaders('1002', {});
  await lampIs('taken');
  await answered(colleague);
  await lampIs('taken');
  board.weather.cut({ extension: '1001' });
  await page.untilState('cut off', ({ registration }) => registration.kind !== 'registered');
  customer.hangUp();
  await colleague.untilState('over', phaseIs('ended', firstCall(colleague).id));
  await lampIs('free');
  expect(Object.keys(page.state().lines)).toEqual(['1002']);
  // What is subscribed to is no call's; the queues have just been told by one that they know the phone again.
  await until('no call has a dialogue', async () => (await page.page.evaluate(dialogues)) === 0);

  looking.abort();
  await expect(looked).rejects.toThrow('contract.cancelled');
  await until('nobody looks', () => Object.keys(page.state().lines).length === 0);
  const bugs = [...page.logged, ...colleague.logged].filter((line) => /^(error|refused)/.test(line));
  await Promise.all([page.close(), colleague.close()]);
  await board.stop();
  expect(bugs.join('\n')).toBe('');
});
