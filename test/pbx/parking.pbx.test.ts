// Parking at a real PBX: what the bridge sees, who fetches the caller, and what happens where nobody does.
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openBridge } from '#server/pbx/open';
import { nextPicture, type Picture } from '#server/pbx/picture';
import type { LineState } from '#shared/contract/phoneData';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import { answered, comeReady, soundFlows } from '../support/agents.ts';
import { type PhonePage, type PhonePages, startPhonePages } from '../support/phonePage.ts';
import { until } from '../support/until.ts';
import { type Asterisk, bridgeOption, startAsterisk } from './asterisk.ts';
import { lineOf } from './lineOf.ts';

const mario = { number: '+390000000101', name: 'Mario Rossi', queue: 'welcome' } as const;
const place = { kind: 'parking', name: 'parcheggio 703', number: '703' } as const;
let pbx: Asterisk;
let pages: PhonePages;
let page: PhonePage;
let colleague: PhonePage;
/** The queues as the backend would see them. */
let picture: Picture | null = null;
const bridge = must(
  openBridge(bridgeOption, pino({ level: 'silent' }), () => new Date()),
  'a bridge',
);

beforeAll(async () => {
  pbx = await startAsterisk(() => {});
  bridge.start((fact) => {
    picture = nextPicture(picture, fact);
  });
  pages = await startPhonePages();
});
afterAll(async () => {
  await bridge.stop();
  await pages?.close();
  await pbx?.stop();
});
beforeEach(async () => {
  await pbx.reset();
  [page, colleague] = [await pages.open(), await pages.open()];
  await Promise.all([comeReady(page, lineWithPlaces('1001')), comeReady(colleague, lineWithPlaces('1002'))]);
  await until('the bridge sees the PBX', () => picture !== null);
});
afterEach(async () => {
  await Promise.all([page.close(), colleague.close()]);
  await pbx.hangupAll();
  await pbx.console('dialplan set global PARKED_SECONDS 120');
});

const lineWithPlaces = (extension: string): LineState =>
  lineOf(pbx, extension, { featureCodes: { pause: '*73', resume: '*74', parking: ['703'] } });

/** Mario has been spoken with, and goes to 703. */
async function parks() {
  await pbx.ringQueue(mario);
  const call = await answered(page);
  // Nobody parks a caller within the first hundredths of a second: Asterisk has not joined the two by then.
  await soundFlows(page);
  // As the data program does it: it tells of the wrap-up before it settles that the call has ended.
  page.data.setLine({ ...lineWithPlaces('1001'), wrapUps: [call.interactionId] });
  await page.call.transferBlind({ callId: call.id, target: place });
  return call;
}

/** He waits there. */
async function parked() {
  const call = await parks();
  await page.untilState('parked', (state) => state.parked[0]?.place === '703');
  return call;
}

type State = ReturnType<PhonePage['state']>;
const backIn = ({ calls }: State) => calls.find(({ parking }) => parking !== null);
const back = (who: PhonePage): Call => must(backIn(who.state()), 'a call out of the parking');
const backIs = (kind: Call['phase']['kind']) => (state: State) => backIn(state)?.phase.kind === kind;
const nobodyIsParked = () => until('nobody is parked', () => picture?.parked.length === 0);

it('a colleague fetches the caller, whose number and story the bridge has told', async () => {
  const { interactionId } = await parked();
  await until('the bridge sees him', () => picture?.parked.length === 1);
  expect(picture?.parked[0]).toMatchObject({ place: '703', number: mario.number, interactionId });
  await colleague.call.pickUp({ place: '703', number: mario.number, interactionId });
  await colleague.untilState('talking', ({ calls }) => calls[0]?.phase.kind === 'talking');
  expect(colleague.state().calls[0]).toMatchObject({ handedOver: interactionId, caller: { e164: mario.number } });
  await soundFlows(colleague);
  await nobodyIsParked();
  // Who has parked him is told the truth.
  await page.call.pickUp({ place: '703', number: null, interactionId: null });
  await page.untilState('nobody is there', backIs('ended'));
  expect(back(page).phase).toMatchObject({ reason: 'notParked' });
});

it('who has parked fetches the caller back, and the interaction goes on', async () => {
  const { interactionId } = await parked();
  await page.call.pickUp({ place: '703', number: null, interactionId });
  await page.untilState('talking', backIs('talking'));
  expect(back(page)).toMatchObject({ interactionId, handedOver: null });
  expect(page.state().parked).toEqual([]);
  await soundFlows(page, back(page).id);
  await nobodyIsParked();
});

it('a caller whom nobody fetches comes back to who has parked them, as the same interaction', async () => {
  await pbx.console('dialplan set global PARKED_SECONDS 2');
  const { interactionId } = await parks();
  await page.untilState('ringing', backIs('ringing'));
  expect(back(page)).toMatchObject({
    interactionId,
    parking: { place: '703', how: 'returned' },
    caller: { e164: mario.number },
  });
  await page.call.answer({ callId: back(page).id });
  await page.untilState('talking', backIs('talking'));
  await soundFlows(page, back(page).id);
  await nobodyIsParked();
});
