// INVITE received -> customer painted, over 200 calls with the backend cut off; beside it a plain page on the same engine that
// asks the backend over HTTP for each call.
import { buildIfStale } from '../../scripts/build.ts';
import { prepareApps } from '../../test/support/app.ts';
import { deskOf } from '../../test/support/desk.ts';
import { type SimulatorWorld, simulatorWorld } from '../../test/support/simulatorWorld.ts';
import { until } from '../../test/support/until.ts';
import { type Figure, figure, percentile } from '../figures.ts';
import { openPlainPage } from '../openPlainPage.ts';
import { ringOften, warmUp } from '../ringOften.ts';

const calls = 200;
const besideWhat = 'plain page asking the backend';

const callerOf = (call: number) => `+3900000001${String(1 + (call % 10)).padStart(2, '0')}`;

export async function bench(report: (line: string) => void): Promise<Figure[]> {
  await buildIfStale({ report });
  // The plain page asks more often than an agent would.
  const world = await simulatorWorld({ config: { lookupsPerMinute: 10 * calls } });
  try {
    report(`A plain page that asks the backend: ${calls} calls …`);
    const plain = await measurePlainPage(world, report);
    report(`The app, its backend cut off: ${calls} calls …`);
    const ours = await measureApp(world, report);
    const beside = (p: number) => ({ what: besideWhat, value: percentile(plain, p) });
    return [
      figure('INVITE to painted customer, median', 'ms', percentile(ours, 0.5), 100, beside(0.5)),
      figure('INVITE to painted customer, p99', 'ms', percentile(ours, 0.99), 250, beside(0.99)),
    ];
  } finally {
    await world.stop();
  }
}

async function measureApp(world: SimulatorWorld, report: (line: string) => void): Promise<number[]> {
  const apps = await prepareApps(report);
  try {
    const app = await apps.start();
    const desk = deskOf(await app.page('desk'));
    await desk.connect(world.backendUrl, world.agents.giulia);
    await desk.untilRegistered();
    await desk.untilLoaded();
    await desk.setReady();
    await world.cutBackend();
    return await ringOften(app, calls, (call) => world.ring({ caller: callerOf(call), queue: 'welcome' }));
  } finally {
    await apps.dispose();
  }
}

async function measurePlainPage(world: SimulatorWorld, report: (line: string) => void): Promise<number[]> {
  const { page, close } = await openPlainPage(report);
  try {
    const account = world.switchboard.account('1001');
    const settings = {
      server: account.url,
      extension: '1001',
      password: account.password,
      backend: world.backendUrl,
      token: await world.token(),
    };
    await page.evaluate(
      (given) => (window as never as { plain: { start(s: unknown): Promise<void> } }).plain.start(given),
      settings,
    );
    const painted = () => page.evaluate(() => (window as never as { plain: { painted: number[] } }).plain.painted);
    await until('the plain page is registered', () =>
      world.switchboard.registrations().some((one) => one.extension === '1001'),
    );
    for (let call = 0; call < warmUp + calls; call += 1) {
      const customer = world.switchboard.inviteWithHeaders('1001', { number: callerOf(call) });
      await until('the plain page shows the customer', async () => (await painted()).length === call + 1);
      customer.hangUp();
    }
    return (await painted()).slice(warmUp);
  } finally {
    await close();
  }
}
