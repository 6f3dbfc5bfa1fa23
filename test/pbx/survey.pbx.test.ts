// A survey by telephone keys on a real Asterisk: a caller with a SIP phone, whom the agent lets go of, presses keys, and the backend has the answer.
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { openBridge } from '#server/pbx/open';
import { must } from '#shared/lib/must';
import { type Backend, startBackend } from '../support/backend.ts';
import { type BoardView, boardView, showStates } from '../support/boardView.ts';
import { askEverybody, askNobody, keysGiven } from '../support/keySurveys.ts';
import { connectSilentPhone, type SilentCall, type SilentPhone } from '../support/silentPhone.ts';
import { until } from '../support/until.ts';
import { type Asterisk, bridgeOption, startAsterisk } from './asterisk.ts';
import { eventually } from './eventually.ts';

let pbx: Asterisk;
let backend: Backend;
let giulia: BoardView;
let sara: BoardView;
let agent: SilentPhone;
let mario: SilentPhone;

beforeAll(async () => {
  pbx = await startAsterisk(() => {});
});
afterAll(() => pbx?.stop());
beforeEach(async () => {
  const bridge = must(
    openBridge(bridgeOption, pino({ level: 'silent' }), () => new Date()),
    'a bridge',
  );
  backend = await startBackend({ customers: 0, pbxUrl: pbx.wsUrl, bridge });
  await showStates(backend);
  await askEverybody(backend);
  giulia = await boardView(backend.url, 'giulia');
  sara = await boardView(backend.url, 'sara');
  agent = await connectSilentPhone(pbx.wsUrl, pbx.domain, '1001');
  mario = await connectSilentPhone(pbx.wsUrl, pbx.domain, '1901');
  await until('the bridge sees the agent', async () => (await sara.stateOf(giulia.agentId)) === 'notReady');
  expect(await giulia.wish('PUT', '/v1/agents/me/state', { offer: true, reason: null })).toMatchObject({ status: 200 });
});
afterEach(async () => {
  await pbx.reset();
  await backend.stop();
  await Promise.all([agent.close(), mario.close()]);
  await eventually('no phone is registered', async () => (await pbx.registered()).length === 0);
});

/** Mario rings a queue and talks to the agent. Both ends of the call. */
async function talking(): Promise<{ readonly his: SilentCall; readonly hers: SilentCall }> {
  const ringing = mario.dial('8001');
  const hers = await agent.nextCall();
  await hers.answer();
  const his = await ringing;
  await until('they talk', async () => (await sara.stateOf(giulia.agentId)) === 'inCall');
  return { his, hers };
}

/** The PBX waits for a key of somebody, having said what it has to say or saying it still. */
const asks = (prompt: string) =>
  until(
    `it asks ${prompt}`,
    async () => (await pbx.console('core show channels verbose')).includes('Read') && (await said()).includes(prompt),
  );
const said = async (): Promise<string> => {
  const channel = (await pbx.channels()).find(({ name }) => name.startsWith('PJSIP/1901-'))?.name;
  return channel === undefined ? '' : pbx.console(`core show channel ${channel}`);
};

test('whoever the agent lets go of rates the service by keys, in a language that is theirs', async () => {
  const { his, hers } = await talking();
  await hers.hangUp();
  await until('the agent is free at once', async () => (await sara.stateOf(giulia.agentId)) === 'ready');
  await asks('cornetta/csat');
  await his.press('4');
  await asks('cornetta/fcr');
  await his.press('1');
  await his.ended;
  expect(await keysGiven(backend)).toEqual([{ language: 'it', scores: { csat: 4, fcr: 1 } }]);
  expect(pbx.log()).not.toContain('cornetta/csat does not exist');
});

test('whoever was not satisfied is asked whether they want to be called back, and by one key stands in the lead’s list', async () => {
  const { his, hers } = await talking();
  await hers.hangUp();
  await asks('cornetta/csat');
  await his.press('1');
  await asks('cornetta/fcr');
  await his.press('3');
  await asks('cornetta/call-back');
  await his.press('1');
  await his.ended;
  expect(await sara.recontacts()).toMatchObject([{ queueId: 'support', state: { kind: 'open' }, barred: null }]);
  expect(await giulia.recontacts()).toEqual([]);
  expect(pbx.log()).not.toMatch(/cornetta\/(call-back|will-call) does not exist/);
});

test('whoever hangs up first is not asked', async () => {
  const { his, hers } = await talking();
  await his.hangUp();
  await hers.ended;
  await until('the agent is free', async () => (await sara.stateOf(giulia.agentId)) === 'ready');
  expect(await keysGiven(backend)).toEqual([]);
});

test('whoever is not to be asked is let go at once', async () => {
  await askNobody(backend);
  const { his, hers } = await talking();
  await hers.hangUp();
  await his.ended;
  expect(await keysGiven(backend)).toEqual([]);
});
