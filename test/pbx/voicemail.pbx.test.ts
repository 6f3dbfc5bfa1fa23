// Voice messages at a real PBX: counted at the phone, whether it asks for them or is told, and listened to.
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { must } from '#shared/lib/must';
import { type PhonePage, type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { until } from '../support/until.ts';
import { type Asterisk, startAsterisk } from './asterisk.ts';
import { lineOf } from './lineOf.ts';

let pbx: Asterisk;
let pages: PhonePages;
let page: PhonePage;

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
  page = await pages.open();
});
afterEach(async () => {
  await page.close();
  await pbx.hangupAll();
});

const signIn = (extension: string): void =>
  page.data.setLine(lineOf(pbx, extension, { featureCodes: { pause: '*73', resume: '*74', voicemail: '*97' } }));

const hasFresh = (fresh: number) =>
  page.untilState(`${fresh} new`, ({ voiceMessages }) => {
    return voiceMessages.kind === 'counted' && voiceMessages.fresh === fresh;
  });

/** As Asterisk counts them. */
async function atPbx(extension: string): Promise<string | undefined> {
  const listed = await pbx.console('voicemail show users');
  return new RegExp(`^default\\s+${extension}\\s.*?(\\d+)\\s*$`, 'm').exec(listed)?.[1];
}

it('a phone that asks hears of a message, plays it, deletes it, and has none any more', async () => {
  signIn('1001');
  await hasFresh(0);
  await pbx.leaveMessage('1001');
  await hasFresh(1);
  expect(await atPbx('1001')).toBe('1');

  await page.call.callVoicemail(null);
  const { calls } = await page.untilState('listening', ({ calls: [call] }) => call?.phase.kind === 'talking');
  const { id: callId } = must(calls[0], 'a call');
  const energy = async () => (await page.stats())[0]?.energyReceived ?? 0;
  const before = await energy();
  await until('the mailbox speaks', async () => (await energy()) > before);
  // Played, deleted, enough.
  await page.call.sendDigits({ callId, digits: '17#' });
  await page.untilState('over', ({ calls: [call] }) => call?.phase.kind === 'ended');
  await hasFresh(0);
  await until('none is left at the PBX', async () => (await atPbx('1001')) === '0');
  // Nobody's interaction: nothing was told to be written.
  expect(page.data.arrived).toEqual([]);
});

it('a phone that is told without asking counts too', async () => {
  signIn('1002');
  await page.untilState('registered', ({ registration }) => registration.kind === 'registered');
  await pbx.leaveMessage('1002');
  await hasFresh(1);
  expect(await atPbx('1002')).toBe('1');
});
