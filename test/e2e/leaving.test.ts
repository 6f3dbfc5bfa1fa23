// The ways out: closing the window in mid-call asks first, hanging up loses no word, signing out leaves no phone behind.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Apps, prepareApps, type RunningApp } from '../support/app.ts';
import { deskOf } from '../support/desk.ts';
import { type SimulatorWorld, simulatorWorld } from '../support/simulatorWorld.ts';
import { until } from '../support/until.ts';

let world: SimulatorWorld;
let apps: Apps;
beforeAll(async () => {
  world = await simulatorWorld();
  apps = await prepareApps();
});
afterAll(async () => {
  await apps?.dispose();
  await world?.stop();
});

/** Closes the desk's window as its corner button does; `answer` is the button then pressed. Says what was asked. */
const closeDesk = (app: RunningApp, answer: 0 | 1): Promise<string> =>
  app.electron.evaluate(
    ({ BrowserWindow, dialog }, response) =>
      new Promise<string>((resolve) => {
        dialog.showMessageBox = (...args: unknown[]) => {
          resolve((args.at(-1) as { message: string }).message);
          return Promise.resolve({ response, checkboxChecked: false });
        };
        BrowserWindow.getAllWindows()
          .find((window) => window.webContents.getURL().includes('/desk/'))
          ?.close();
      }),
    answer,
  );

test('the customer is not hung up on by a closed window, unless the agent says so', async () => {
  const app = await apps.start();
  const desk = deskOf(await app.page('desk'));
  await desk.connect(world.backendUrl, world.agents.giulia);
  await desk.untilRegistered();
  await desk.setReady();
  const customer = world.switchboard.ring({ number: '+390000000103', queue: 'welcome', staysSeconds: null });
  await desk.untilArrives('Carlo Bassi');
  await desk.answer();
  await desk.note().fill('Richiamare domani mattina.');

  expect(await closeDesk(app, 0)).toBe('C’è una chiamata in corso');
  await desk.untilVoices(app);

  const gone = app.electron.waitForEvent('close');
  await closeDesk(app, 1).catch(() => 'closed before it answered');
  await gone;
  await until(
    'the customer has been told',
    () => customer.state().kind === 'ended',
    () => JSON.stringify(customer.state()),
  );
  await until('the phone has signed off', () => world.switchboard.registrations().length === 0);

  const again = await apps.start({ profile: app.profile });
  const deskAgain = deskOf(await again.page('desk'));
  await deskAgain.untilRegistered();
  await deskAgain.untilNote('Richiamare domani mattina.');
  await again.quit();
});

test('signing out goes back to the doors, takes the phone off the PBX, and another agent can sign in', async () => {
  const app = await apps.start();
  const desk = deskOf(await app.page('desk'));
  await desk.connect(world.backendUrl, world.agents.giulia);
  await desk.untilRegistered();
  await desk.signOut();
  await desk.door('connect').waitFor();
  await until('the phone has signed off', () => world.switchboard.registrations().length === 0);

  await desk.connect(world.backendUrl, world.agents.luca);
  await desk.untilRegistered();
  await until('the other phone is there', () =>
    world.switchboard.registrations().some((one) => one.extension === '1002'),
  );
});
