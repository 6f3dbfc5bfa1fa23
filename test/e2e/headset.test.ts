// Headset buttons in the real app, where no headset is: what its pages may have of HID, and a choice that lasts.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
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

/** As if the agent had just clicked there: what the page then gets, or the name of the error. */
const askFor = (app: RunningApp, page: 'desk' | 'phone', what: string): Promise<unknown> =>
  app.electron.evaluate(
    ({ BrowserWindow }, [part, code]) =>
      BrowserWindow.getAllWindows()
        .find((window) => window.webContents.getURL().includes(`/${part}/`))
        ?.webContents.executeJavaScript(`${code}.then((found) => found.length, (error) => error.name)`, true),
    [page, what] as const,
  );

test('without a headset everything runs; only the phone’s page may see HID, and no dialogue gives more', async () => {
  const app = await apps.start();
  const desk = deskOf(await app.page('desk'));
  await desk.connect(world.backendUrl, world.agents.giulia);
  await desk.untilRegistered();

  expect(await askFor(app, 'phone', 'navigator.hid.getDevices()')).toBe(0);
  expect(await askFor(app, 'phone', 'navigator.hid.requestDevice({ filters: [] })')).toBe(0);
  expect(await askFor(app, 'desk', 'navigator.hid.getDevices()')).toBe('SecurityError');

  await desk.page.getByTestId('settings').click();
  const state = desk.page.getByTestId('headset-state');
  await state.getByText('Nessuna cuffia con tasti collegata').waitFor();

  await desk.page.getByTestId('headset-choice').click();
  await desk.page.getByRole('option', { name: 'Nessuna' }).click();
  await state.getByText('non vengono usati').waitFor();
  const kept = (): unknown => JSON.parse(readFileSync(join(app.profile, 'settings.json'), 'utf8')).headset;
  await until('the choice is in the settings', () => JSON.stringify(kept()) === '{"kind":"none"}');
  await app.quit();

  const again = await apps.start({ profile: app.profile });
  const deskAgain = deskOf(await again.page('desk'));
  await deskAgain.untilRegistered();
  await deskAgain.page.getByTestId('settings').click();
  await deskAgain.page.getByTestId('headset-state').getByText('non vengono usati').waitFor();
});
