// Outside the desk's window, in real Electron: keys that work over other programs while there is a call, and the tray's word to the phone.
import { expect, test } from 'vitest';
import type { RunningApp } from '../support/app.ts';
import { deskOf } from '../support/desk.ts';
import { openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const office = openOffice();

const held = (app: RunningApp) =>
  app.electron.evaluate(({ globalShortcut }) =>
    ['F2', 'F3', 'F4'].filter((key) => globalShortcut.isRegistered(`CommandOrControl+Shift+${key}`)),
  );

test('the keys are the system’s until it rings, and again when the call is over', async () => {
  const app = await office.apps.start();
  const desk = deskOf(await app.page('desk'));
  await desk.connect(office.world.backendUrl, office.world.agents.giulia);
  await desk.untilRegistered();
  await desk.untilLoaded();
  expect(await held(app)).toEqual([]);
  await desk.setReady();
  const customer = await office.world.ring({ caller: '+390000000103', queue: 'welcome' });
  await desk.untilArrives('Carlo Bassi');
  await until('all three are held', async () => (await held(app)).length === 3);
  await desk.answer();
  await desk.untilTalking();
  expect(await held(app)).toEqual(['F2', 'F3', 'F4']);
  await customer.hangUp();
  await until('none is held', async () => (await held(app)).length === 0);
});
