// The phone's page dies in mid-call, and the voice with it: agent and customer are told, nothing written is lost, and the next one rings.
// Whom it was calling is rung no more; who was calling it rings again, since the agent is as ready as before.
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { untilHeard } from '../support/agentsAtBoard.ts';
import type { RunningApp } from '../support/app.ts';
import { type BarePhone, type BarePhones, startBarePhones } from '../support/barePhones.ts';
import { openOffice } from '../support/office.ts';
import { until } from '../support/until.ts';

const office = openOffice();
afterEach(async () => {
  await office.apps.quitAll();
  // On a busy machine the app may be gone before it has hung up.
  const { switchboard } = office.world;
  for (const { id } of switchboard.calls()) switchboard.hangUp(id);
});

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
  office.world.switchboard.ring({ number: '+390000000106', queue: 'welcome', staysSeconds: null });
  await desk.untilArrives('Elisa Grandi');
  await desk.answer();
  await desk.untilTalking();
  expect(office.world.switchboard.calls().filter(({ state }) => state.kind === 'talking')).toHaveLength(1);
});

test('the phone dies while a customer rings: they wait, ring again, and are answered', async () => {
  const { app, desk } = await office.signIn();
  await desk.setReady();
  const customer = office.world.switchboard.ring({ number: '+390000000106', queue: 'welcome', staysSeconds: null });
  await desk.untilArrives('Elisa Grandi');
  await killPhone(app);
  await desk.arrival().waitFor({ state: 'detached' });
  await desk.untilArrives('Elisa Grandi');
  await desk.answer();
  await desk.untilTalking();
  await untilHeard(customer);
});

describe('the phone dies while it calls a colleague', () => {
  let phones: BarePhones;
  beforeAll(async () => {
    phones = await startBarePhones();
  });
  afterAll(() => phones?.close());

  /** Long before the switchboard would give up. */
  async function isOverFor(colleague: BarePhone): Promise<void> {
    let isOver = false;
    const heard = colleague.ended().then(() => {
      isOver = true;
    });
    heard.catch(() => undefined);
    await until('the colleague’s phone is silent', () => isOver);
    await until('nobody is on the line', () =>
      office.world.switchboard.agents().every(({ inCall, ringing }) => !inCall && !ringing),
    );
  }

  /** Luca's phone rings, and Giulia's knows. */
  async function calling(): Promise<{ app: RunningApp; colleague: BarePhone }> {
    const { app, desk } = await office.signIn();
    const colleague = await phones.phone(office.world.switchboard.account('1002'));
    await colleague.register();
    await desk.dial('1002');
    await colleague.nextInvite();
    await desk.page.getByText('suona').first().waitFor();
    return { app, colleague };
  }

  test('they are rung no more', async () => {
    const { app, colleague } = await calling();
    await killPhone(app);
    await isOverFor(colleague);
  });

  test('and they answer before the next one can take it back: they hear the end', async () => {
    const { app, colleague } = await calling();
    /** How long the next page has to wait until it can connect. */
    const keepOut = (seconds: number) => office.world.switchboard.weather.cut({ extension: '1001', seconds });
    await killPhone(app);
    keepOut(60);
    await colleague.answer();
    keepOut(0);
    await isOverFor(colleague);
  });
});
