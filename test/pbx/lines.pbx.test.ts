// Colleagues' telephones without a bridge: their lamps, as a real PBX tells them to a phone that looks.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import { type PhonePage, type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { until } from '../support/until.ts';
import { type Asterisk, startAsterisk } from './asterisk.ts';
import { lineOf } from './lineOf.ts';

let pbx: Asterisk;
let pages: PhonePages;
let page: PhonePage;
let colleague: PhonePage;

beforeAll(async () => {
  pbx = await startAsterisk(() => {});
  pages = await startPhonePages();
});
afterAll(async () => {
  await pages?.close();
  await pbx?.stop();
});
beforeEach(async () => {
  await pbx.reset();
  [page, colleague] = [await pages.open(), await pages.open()];
  await Promise.all([signIn(page, '1001'), signIn(colleague, '1002')]);
});
afterEach(async () => {
  await Promise.all([page.close(), colleague.close()]);
  await pbx.hangupAll();
});

async function signIn(who: PhonePage, extension: string): Promise<void> {
  who.data.setLine(lineOf(pbx, extension));
  await who.untilState('registered', (state) => state.registration.kind === 'registered');
}

const lampIs = (use: string) => page.untilState(`the lamp says ${use}`, ({ lines }) => lines['1002'] === use);

it('are taken and free again; who looks no longer is told no more', async () => {
  const looking = new AbortController();
  const looked = page.call.watchLines({ extensions: ['1002', '1999'] }, looking.signal);
  await lampIs('free');
  await page.call.dial({ number: '1002', name: null, customerId: null, queueId: null });
  await lampIs('taken');
  await colleague.untilState('ringing', ({ calls }) => calls[0]?.phase.kind === 'ringing');
  const { id: callId } = must(colleague.state().calls[0], 'a call');
  await colleague.call.answer({ callId });
  await lampIs('taken');
  expect((await pbx.channels()).some(({ name }) => name.startsWith('PJSIP/1002-'))).toBe(true);
  await colleague.call.hangUp({ callId });
  await lampIs('free');
  // Nobody has that extension: nothing is said of it.
  expect(Object.keys(page.state().lines)).toEqual(['1002']);
  looking.abort();
  await expect(looked).rejects.toThrow('contract.cancelled');
  await page.untilState('nobody looks', ({ lines }) => Object.keys(lines).length === 0);
  const subscriptions = () => pbx.console('pjsip show subscriptions inbound');
  await until('the PBX knows that nobody looks', async () => !(await subscriptions()).includes('1002'));
});
