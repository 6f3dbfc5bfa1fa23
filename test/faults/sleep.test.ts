// The PC sleeps and wakes: whoever sleeps is not rung, a socket that only looks open is replaced at once, and during a call the PC
// stays awake.
import { afterEach, beforeAll, expect, test } from 'vitest';
import type { RunningApp } from '../support/app.ts';
import type { Desk } from '../support/desk.ts';
import { openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const extension = '1001';
const office = openOffice();
let app: RunningApp;
let desk: Desk;

beforeAll(async () => {
  ({ app, desk } = await office.signIn());
});
afterEach(() => office.world.switchboard.weather.clear());

/** The system's word, as Electron passes it on. */
const power = (word: 'suspend' | 'resume' | 'unlock-screen') =>
  app.electron.evaluate(({ powerMonitor }, event) => void powerMonitor.emit(event), word);

const isRegistered = () => office.world.switchboard.registrations().some((one) => one.extension === extension);

/** Times that the phone has left the switchboard, and come back, since this was called. */
function watchReturns(): () => number {
  let wasRegistered = isRegistered();
  let returns = 0;
  office.world.switchboard.onChange(() => {
    if (isRegistered() && !wasRegistered) returns += 1;
    wasRegistered = isRegistered();
  });
  return () => returns;
}

test('after sleep there is a new socket within 3 s, and the call in progress goes on over it', async () => {
  await desk.setReady();
  const customer = office.world.switchboard.ring({ number: '+390000000103', queue: 'welcome', staysSeconds: null });
  await desk.untilArrives('Carlo Bassi');
  await desk.answer();
  await desk.untilVoices(app);
  const returns = watchReturns();
  const since = performance.now();
  await power('resume');
  await until('registered anew', () => returns() === 1);
  expect(performance.now() - since).toBeLessThan(3_000);
  await desk.untilVoices(app);
  await desk.toggle('hold', true);
  await until('the customer is held', () => {
    const state = customer.state();
    return state.kind === 'talking' && state.held;
  });
  await desk.toggle('hold', false);
  await desk.hangUp();
  await until('the customer hears the end', () => customer.state().kind === 'ended');
});

test('after a locked screen a dead socket is replaced within 3 s', async () => {
  await until('registered', isRegistered);
  const returns = watchReturns();
  const { weather, onChange } = office.world.switchboard;
  weather.deafFor(30);
  onChange(() => isRegistered() || weather.clear());
  const since = performance.now();
  await power('unlock-screen');
  await until('registered anew', () => returns() === 1);
  expect(performance.now() - since).toBeLessThan(3_000);
});

test('whoever sleeps is not rung any more, and is back with the waking', async () => {
  const customer = office.world.switchboard.inviteWithHeaders(extension, {});
  await (await app.page('phone')).waitForFunction('cornettaCounts().legs === 1');
  await power('suspend');
  await until('the caller is not kept waiting', () => customer.state().kind === 'ended');
  await until('the PBX has heard the goodbye', () => !isRegistered());
  await power('resume');
  await until('registered anew', isRegistered);
});

test('the PC is kept awake during a call, and no longer', async () => {
  await app.electron.evaluate(({ powerSaveBlocker }) => {
    const start = powerSaveBlocker.start.bind(powerSaveBlocker);
    powerSaveBlocker.start = (type) => {
      const id = start(type);
      Object.assign(globalThis, { keptAwake: { type, id } });
      return id;
    };
  });
  const keptAwake = () =>
    app.electron.evaluate(({ powerSaveBlocker }) => {
      const { keptAwake: kept } = globalThis as { keptAwake?: { type: string; id: number } };
      return kept !== undefined && powerSaveBlocker.isStarted(kept.id) ? kept.type : null;
    });
  const customer = office.world.switchboard.inviteWithHeaders(extension, {});
  await until('kept awake', async () => (await keptAwake()) === 'prevent-app-suspension');
  customer.hangUp();
  await until('not any more', async () => (await keptAwake()) === null);
});
