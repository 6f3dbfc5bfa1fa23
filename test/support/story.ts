// The story of two agents, told once and played in real Electron against the switchboard or a real PBX: by the tests, and by `npm run demo`.
// Each step says what an agent would, ends when it is seen to be so, and leaves a picture.
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Apps, RunningApp } from './app.ts';
import { type Desk, deskOf } from './desk.ts';
import type { Ringing, World } from './world.ts';

export interface StepResult {
  readonly name: string;
  readonly ok: boolean;
  readonly ms: number;
  readonly error?: string;
}

export interface StoryOptions {
  readonly apps: Apps;
  readonly world: World;
  /** Folder for the pictures, one or more a step. */
  readonly pictures: string;
  readonly onStep?: (step: StepResult) => void;
  readonly packaged?: string;
}

/** Plays the whole story. Stops at the first step that fails: what comes after stands on it. */
export async function playStory(options: StoryOptions): Promise<StepResult[]> {
  const { apps, world } = options;
  mkdirSync(options.pictures, { recursive: true });
  const steps: StepResult[] = [];
  const looking: RunningApp[] = [];
  const shell = options.packaged === undefined ? {} : { packaged: options.packaged };

  async function picture(page: Page, name: string): Promise<void> {
    const file = `${String(steps.length + 1).padStart(2, '0')}-${name}.png`;
    // As it stands when nothing moves any more.
    await page.screenshot({ path: join(options.pictures, file), animations: 'disabled' });
  }

  async function step(name: string, act: () => Promise<void>): Promise<void> {
    if (steps.some((known) => !known.ok)) return;
    const from = performance.now();
    let error: string | undefined;
    try {
      await act();
    } catch (thrown) {
      error = thrown instanceof Error ? thrown.message : String(thrown);
      for (const [index, app] of looking.entries()) {
        const page = await app.page('desk').catch(() => null);
        if (page !== null) await picture(page, `failed-${index + 1}`).catch(() => {});
      }
    }
    const result = {
      name,
      ok: error === undefined,
      ms: Math.round(performance.now() - from),
      ...(error === undefined ? {} : { error }),
    };
    steps.push(result);
    options.onStep?.(result);
  }

  const openDesk = async (profile?: string): Promise<[RunningApp, Desk]> => {
    const app = await apps.start({ ...shell, ...(profile === undefined ? {} : { profile }) });
    looking.push(app);
    return [app, deskOf(await app.page('desk'))];
  };
  const close = async (app: RunningApp) => {
    looking.splice(looking.indexOf(app), 1);
    await app.quit();
  };

  let learner!: [RunningApp, Desk];
  await step('practise: from the first start to a ready desk', async () => {
    const [app, desk] = await openDesk();
    await desk.door('practise').waitFor();
    await picture(desk.page, 'two-doors');
    await desk.door('practise').click();
    await desk.untilRegistered();
    await desk.page.getByTestId('practice-banner').waitFor();
    await picture(desk.page, 'practice');
    learner = [app, desk];
  });

  await step(
    'practise: a customer calls by themselves and speaks; at the next start the exercise is there at once',
    async () => {
      const [app, desk] = learner;
      await desk.setReady();
      await desk.arrival().waitFor();
      await picture(desk.page, 'exercise');
      await desk.answer();
      await desk.untilVoices(app);
      await close(app);
      const [again, deskAgain] = await openDesk(app.profile);
      await deskAgain.untilRegistered();
      await deskAgain.page.getByTestId('wrap-up-save').waitFor();
      await close(again);
    },
  );

  let giuliaApp!: RunningApp;
  let giulia!: Desk;
  let luca!: Desk;
  await step('connect: two agents sign in and are registered', async () => {
    [giuliaApp, giulia] = await openDesk();
    await giulia.connect(world.backendUrl, { username: 'giulia', password: 'wrong' });
    await giulia.page.getByRole('alert').filter({ hasText: /./ }).first().waitFor();
    await picture(giulia.page, 'wrong-password');
    await giulia.connect(world.backendUrl, world.agents.giulia);
    await giulia.untilRegistered();
    await picture(giulia.page, 'giulia-connected');
    [, luca] = await openDesk();
    await luca.connect(world.backendUrl, world.agents.luca);
    await luca.untilRegistered();
  });

  await step('not ready with a reason, then ready', async () => {
    await giulia.setReady();
    await giulia.setNotReady('screen-break');
    await picture(giulia.page, 'not-ready');
    await giulia.setReady();
    await luca.setReady();
    await picture(giulia.page, 'ready');
  });

  await step('a customer who withholds the number rings, and is on the screen', async () => {
    const call = await world.ring({ caller: 'withheld', queue: 'welcome' });
    await giulia.arrival().waitFor();
    await picture(giulia.page, 'withheld');
    await call.hangUp();
    await giulia.untilIdle();
  });

  await step('a number that nobody has is shown as not found', async () => {
    const call = await world.ring({ caller: '+390000000199', queue: 'welcome' });
    await giulia.arrival().waitFor();
    await picture(giulia.page, 'not-found');
    await call.hangUp();
    await giulia.untilIdle();
  });

  let carlo!: Ringing;
  await step('Carlo Bassi rings through a queue: name, others with his number, open case', async () => {
    carlo = await world.ring({ caller: '+390000000103', queue: 'welcome' });
    await giulia.untilArrives('Carlo Bassi');
    await giulia.page.getByText('Marta Bassi').first().waitFor();
    await picture(giulia.page, 'arrival');
  });

  await step('a note from the first second, the call answered with one key, voices both ways', async () => {
    await giulia.answer();
    await picture(giulia.page, 'conversation');
    await giulia.note().fill('Linea assente da tre settimane, quarta chiamata.');
    await giulia.untilSaved();
    await giulia.chooseCustomer('AU-10003');
    await giulia.untilVoices(giuliaApp);
    await picture(giulia.page, 'note');
  });

  await step('mute, hold and resume, key pad', async () => {
    await giulia.toggle('mute', true);
    await giulia.toggle('mute', false);
    await giulia.toggle('hold', true);
    await picture(giulia.page, 'held');
    await giulia.toggle('hold', false);
    await giulia.sendDigits('12#');
    await picture(giulia.page, 'keypad');
    await giulia.page.keyboard.press('Escape');
    await giulia.untilVoices(giuliaApp);
  });

  await step('the power is cut in the middle of the note: after the start it is there', async () => {
    await giulia.note().fill('Linea assente da tre settimane, quarta chiamata. Perde pagamenti con il POS.');
    await giulia.untilSaved();
    looking.splice(looking.indexOf(giuliaApp), 1);
    await giuliaApp.cutPower();
    await carlo.hangUp();
    [giuliaApp, giulia] = await openDesk(giuliaApp.profile);
    await giulia.untilRegistered();
    await giulia.note().waitFor();
    await giulia.untilNote('Linea assente da tre settimane, quarta chiamata. Perde pagamenti con il POS.');
    await picture(giulia.page, 'after-the-power-cut');
    await giulia.choose('reason', 'TEC-01');
    await giulia.choose('outcome', 'NON-4');
    await giulia.saveWrapUp();
    await world.untilOnBackend((contact) => contact.note.includes('Perde pagamenti con il POS.'));
    await giulia.setReady();
  });

  await step('Carlo Bassi rings again; note, reason, and he is passed to the complaints queue', async () => {
    await world.ring({ caller: '+390000000103', queue: 'welcome' });
    await giulia.untilArrives('Carlo Bassi');
    await giulia.answer();
    await giulia.chooseCustomer('AU-10003');
    await giulia.note().fill('Chiede una data e una persona responsabile.');
    await giulia.choose('reason', 'REC-04');
    await giulia.untilSaved();
    await picture(giulia.page, 'classified');
    await giulia.openTransfer();
    await picture(giulia.page, 'transfer');
    await giulia.transferTo('8002');
  });

  await step('before answering, the specialist sees customer, note, reason and who passed it on', async () => {
    await luca.untilArrives('Carlo Bassi');
    const handover = luca.page.getByTestId('handover');
    await handover.getByText('Chiede una data e una persona responsabile.').waitFor();
    await handover.getByText('Giulia Serra').waitFor();
    await handover.getByText('REC-04').waitFor();
    await handover.getByTestId('handover-cases').waitFor();
    await picture(luca.page, 'handover');
    await luca.answer();
    await picture(luca.page, 'specialist');
  });

  await step('the first agent closes the wrap-up, and what is missing is said first', async () => {
    await giulia.page.getByTestId('wrap-up-save').click();
    await picture(giulia.page, 'wrap-up-missing');
    await giulia.choose('outcome', 'TRA-2');
    await picture(giulia.page, 'wrap-up');
    await giulia.saveWrapUp();
    await giulia.untilIdle();
  });

  await step('the specialist hangs up, closes, and the note reaches the backend', async () => {
    await luca.note().fill('Reclamo registrato, numero letto al cliente.');
    await luca.choose('reason', 'REC-04');
    await luca.choose('outcome', 'RIS-1');
    await luca.hangUp();
    await luca.page.getByTestId('wrap-up-save').click();
    await luca.page.getByTestId('offer-case').waitFor();
    await picture(luca.page, 'complaint-without-a-case');
    await luca.registerComplaint();
    await luca.saveWrapUp();
    await world.untilOnBackend((contact) => contact.note === 'Reclamo registrato, numero letto al cliente.');
  });

  await step('a customer is found by name, code and number; an e-mail is changed and arrives everywhere', async () => {
    for (const text of ['grandi elisa', 'AU-10006', '000 000 0106']) {
      await giulia.search(text);
      await giulia.hit('Elisa Grandi').waitFor();
    }
    await picture(giulia.page, 'search');
    await giulia.hit('Elisa Grandi').click();
    await giulia.editEmail('elisa.grandi@esempio.it');
    await picture(giulia.page, 'edited');
    await world.untilCustomer('AU-10006', (customer) => customer.email === 'elisa.grandi@esempio.it');
    await luca.search('AU-10006');
    await luca.hit('Elisa Grandi').click();
    await luca.page.getByTestId('customer-card').getByText('elisa.grandi@esempio.it').waitFor();
    await picture(luca.page, 'seen-by-the-other-agent');
  });

  return steps;
}
