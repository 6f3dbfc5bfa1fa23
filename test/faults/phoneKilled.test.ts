// The phone's page dies in mid-call, and the voice with it: agent and customer are told, nothing written is lost, and the next one rings.
import { expect, test } from 'vitest';
import type { RunningApp } from '../support/app.ts';
import { openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const office = openOffice();

const killPhone = ({ electron }: RunningApp): Promise<void> =>
  electron.evaluate(({ BrowserWindow }) => {
    for (const { webContents } of BrowserWindow.getAllWindows())
      if (webContents.getURL().includes('/phone/')) webContents.forcefullyCrashRenderer();
  });

test('the phone dies in mid-call: it is registered again, the note stays, and the next customer is answered', async () => {
  const { app, desk, customer } = await office.answerCarlo();
  await desk.untilVoices(app);
  await desk.chooseCustomer('AU-10003');
  const note = 'Linea assente da tre settimane, quarta chiamata.';
  await desk.note().fill(note);
  await desk.untilSaved();

  await killPhone(app);
  await desk.page.getByTestId('wrap-up-save').waitFor();
  await desk.untilRegistered();
  await desk.untilNote(note);
  await until('the customer is not left listening to silence', () => customer.state().kind === 'ended');

  await desk.choose('reason', 'TEC-01');
  await desk.choose('outcome', 'RIS-1');
  await desk.saveWrapUp();
  await office.world.untilOnBackend((contact) => contact.note === note);
  await desk.setReady();
  office.world.switchboard.ring({ number: '+390000000106', queue: 'welcome', staysSeconds: null });
  await desk.untilArrives('Elisa Grandi');
  await desk.answer();
  await desk.untilTalking();
  expect(office.world.switchboard.calls().filter(({ state }) => state.kind === 'talking')).toHaveLength(1);
});
