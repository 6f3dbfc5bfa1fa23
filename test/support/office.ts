// An office for the tests of one file: a company with its switchboard and backend, and the app, there before the first test and gone after
// the last.
import { afterAll, beforeAll } from 'vitest';
import { must } from '#shared/lib/must';
import { type Apps, prepareApps, type RunningApp } from './app.ts';
import { type Desk, deskOf } from './desk.ts';
import { type SimulatorWorld, type SimulatorWorldOptions, simulatorWorld } from './simulatorWorld.ts';

interface AtWork {
  readonly app: RunningApp;
  readonly desk: Desk;
}

export interface Office {
  readonly world: SimulatorWorld;
  readonly apps: Apps;
  /** An app in which this agent (Giulia, where none is named) is signed in, and registered at the switchboard. */
  signIn(agent?: { readonly username: string; readonly password: string }): Promise<AtWork>;
  /** Giulia has just answered Carlo Bassi (AU-10003), who stays on the line. */
  answerCarlo(): Promise<AtWork & { readonly customer: ReturnType<SimulatorWorld['switchboard']['ring']> }>;
}

export function openOffice(options?: SimulatorWorldOptions): Office {
  let world: SimulatorWorld | null = null;
  let apps: Apps | null = null;
  beforeAll(async () => {
    world = await simulatorWorld(options);
    apps = await prepareApps();
  });
  afterAll(async () => {
    await apps?.dispose();
    await world?.stop();
  });

  const office: Office = {
    get world() {
      return must(world, 'a company');
    },
    get apps() {
      return must(apps, 'the app');
    },
    async signIn(agent = office.world.agents.giulia) {
      const app = await office.apps.start();
      const desk = deskOf(await app.page('desk'));
      await desk.connect(office.world.backendUrl, agent);
      await desk.untilRegistered();
      return { app, desk };
    },
    async answerCarlo() {
      const { app, desk } = await office.signIn();
      await desk.setReady();
      const customer = office.world.switchboard.ring({
        number: '+390000000103',
        queue: 'welcome',
        staysSeconds: null,
      });
      await desk.untilArrives('Carlo Bassi');
      await desk.answer();
      return { app, desk, customer };
    },
  };
  return office;
}
