// A list of SIP servers: the next one when the preferred one is gone, and back again without a moment in which nobody can ring.

import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { PhoneState } from '#shared/contract/deskPhone';
import { must } from '#shared/lib/must';
import { plainSite } from '#shared/model/site';
import { type PhonePage, type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { type SipProxy, startSipProxy } from '../support/sipProxy.ts';
import { startTestSwitchboard, type TestSwitchboard } from '../support/switchboard.ts';
import { until } from '../support/until.ts';

const extension = '1001';
/** Looked for every 10 to 30 s, so that the phones of a house do not come all at once. */
const homingMs = 40_000;
let pages: PhonePages;
let page: PhonePage;
let preferred: TestSwitchboard;
let other: TestSwitchboard;
let way: SipProxy;

beforeAll(async () => {
  pages = await startPhonePages();
});
afterAll(() => pages?.close());
beforeEach(async () => {
  [preferred, other] = await Promise.all([startTestSwitchboard(), startTestSwitchboard()]);
  way = await startSipProxy(preferred.url);
  page = await pages.open();
  const { password, domain } = preferred.account(extension);
  const { featureCodes } = preferred.company;
  const servers = [way.url, other.url];
  const pbx = {
    servers,
    domain,
    extension,
    authUser: extension,
    password,
    iceServers: [],
    featureCodes,
    agentState: 'codes' as const,
  };
  page.data.setLine({ pbx, site: plainSite('IT'), wrapUps: [], autoAnswer: [] });
});
afterEach(async () => {
  await page.close();
  await way.close();
  await Promise.all([preferred.stop(), other.stop()]);
});

const isRegistered = (board: TestSwitchboard) => board.registrations().some((one) => one.extension === extension);
const isReady = (board: TestSwitchboard) => board.agents().some((one) => one.extension === extension && one.ready);
const offering = ({ availability }: PhoneState) => availability.pbx === 'offering';

async function ready(): Promise<void> {
  await page.call.setWish({ kind: 'ready' });
  await page.untilState('ready', offering);
}

it('the next server takes over, and the preferred one takes back: ready at each, registered at every moment', async () => {
  await ready();
  expect(isRegistered(preferred)).toBe(true);

  way.setDown(true);
  await until('registered and ready at the other', () => isRegistered(other) && isReady(other));
  other.inviteWithHeaders(extension, {});
  await page.untilState('it rings there', ({ calls }) => calls[0]?.phase.kind === 'ringing');
  await page.call.decline({ callId: must(page.state().calls[0], 'a call').id });
  await page.untilState('shown no more', ({ calls }) => calls.length === 0);

  let gaps = 0;
  const look = () => {
    if (!isRegistered(preferred) && !isRegistered(other)) gaps += 1;
  };
  preferred.onChange(look);
  other.onChange(look);
  way.setDown(false);
  const isBack = () => isRegistered(preferred) && !isRegistered(other);
  await until('back at the preferred one, and only there', isBack, undefined, homingMs);
  expect(gaps).toBe(0);
  await until('ready there', () => isReady(preferred));
  preferred.inviteWithHeaders(extension, {});
  await page.untilState('it rings there', ({ calls }) => calls[0]?.phase.kind === 'ringing');
});

it('a call keeps its server: the way to it is back, and it is taken rather than another', async () => {
  await ready();
  preferred.inviteWithHeaders(extension, {});
  await page.untilState('ringing', ({ calls }) => calls[0]?.phase.kind === 'ringing');
  const callId = must(page.state().calls[0], 'a call').id;
  await page.call.answer({ callId });
  await page.untilState('talking', ({ calls }) => calls[0]?.phase.kind === 'talking');

  way.cut();
  await page.untilState('cut off', ({ registration }) => registration.kind !== 'registered');
  await page.untilState('back', ({ registration }) => registration.kind === 'registered');
  expect(isRegistered(preferred)).toBe(true);
  await page.call.setHold({ callId, hold: true });
  await page.untilState('held', ({ calls: [call] }) => call?.phase.kind === 'talking' && call.phase.hold.actual);
});
