// The ways out: closing the window in mid-call asks first, hanging up loses no word, signing out leaves no phone behind.
import { expect, test } from 'vitest';
import type { RunningApp } from '../support/app.ts';
import { deskOf } from '../support/desk.ts';
import { openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const office = openOffice();

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
  const { app, desk, customer } = await office.answerCarlo();
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
  await until('the phone has signed off', () => office.world.switchboard.registrations().length === 0);

  const again = await office.apps.start({ profile: app.profile });
  const deskAgain = deskOf(await again.page('desk'));
  await deskAgain.untilRegistered();
  await deskAgain.untilNote('Richiamare domani mattina.');
  await again.quit();
});

test('signing out goes back to the doors, takes the phone off the PBX, and another agent can sign in', async () => {
  const { desk } = await office.signIn();
  await desk.signOut();
  await desk.door('connect').waitFor();
  await until('the phone has signed off', () => office.world.switchboard.registrations().length === 0);

  await desk.connect(office.world.backendUrl, office.world.agents.luca);
  await desk.untilRegistered();
  await until('the other phone is there', () =>
    office.world.switchboard.registrations().some((one) => one.extension === '1002'),
  );
});
