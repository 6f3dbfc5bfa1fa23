// The three phones that are measured, in the same terms: ours as it is, and two bare pages. Times are milliseconds since the
// epoch, by the clock of the phone's own page.
import type { Page } from 'playwright-core';
import { must } from '#shared/lib/must';
import type { Call } from '#shared/model/call';
import { lineOf } from '../../test/support/agentsAtBoard.ts';
import type { PhonePages } from '../../test/support/phonePage.ts';
import type { TestSwitchboard } from '../../test/support/switchboard.ts';
import { until } from '../../test/support/until.ts';
import type { BarePage } from './barePage.ts';
import type { Site } from './site.ts';
import { type Frame, type Watched, watch } from './watch.ts';

export interface BenchPhone {
  readonly name: string;
  readonly extension: string;
  /** Registers with this switchboard, over `server` where it is not reached directly. */
  signIn(board: TestSwitchboard, server?: string): Promise<void>;
  /** These resolve with when the order was given. */
  dial(number: string): Promise<number>;
  answer(): Promise<number>;
  hangUp(): Promise<void>;
  /** How long until the other side had agreed, in ms. */
  hold(on: boolean): Promise<number>;
  /** When a call was shown that came in since `forget`. */
  rangAt(): Promise<number>;
  /** SIP messages since `forget`. */
  frames(): Promise<readonly Frame[]>;
  forget(): Promise<void>;
  close(): Promise<void>;
}

/** Asked in the page, so that little has to be carried out of it: whatever keeps the page busy is measured too. */
const watchedIn = (page: Page) => ({
  frames: () => page.evaluate(() => (window as unknown as { watched: Watched }).watched.frames),
  /** When this method was last asked for. */
  orderedAt: (method: string) =>
    page.evaluate((name) => {
      const { posted } = (window as unknown as { watched: Watched }).watched;
      return posted.findLast(({ message }) => (message as { method?: string }).method === name)?.at;
    }, method),
  posted: () => page.evaluate(() => (window as unknown as { watched: Watched }).watched.posted),
  forget: () =>
    page.evaluate(() => {
      const { watched } = window as unknown as { watched: Watched };
      watched.frames.length = 0;
      watched.posted.length = 0;
    }),
});

export async function openOurs(pages: PhonePages, extension: string): Promise<BenchPhone> {
  const phone = await pages.open({ before: watch });
  const watched = watchedIn(phone.page);
  let current: Call['id'] | null = null;
  const call = () => ({ callId: must(current, 'a call') });

  const orderedAt = async (method: string): Promise<number> => must(await watched.orderedAt(method), method);
  /** When the desk was first told a state of which this is so. It is looked for once the desk knows: looking keeps the page busy. */
  async function toldAt(what: string, isSo: (call: Call) => boolean, since = 0): Promise<number> {
    await phone.untilState(what, ({ calls }) => calls.some(isSo));
    const told = (await watched.posted()).find(({ at, message }) => {
      const { event } = message as { event?: { state?: { calls?: Call[] } } };
      return at >= since && event?.state?.calls?.some(isSo) === true;
    });
    return must(told, 'what the desk is told').at;
  }

  return {
    name: 'Cornetta',
    extension,
    async signIn(board, server = board.url) {
      phone.data.setLine(lineOf(board, extension, { servers: [server] }));
      await phone.untilState('registered', ({ registration }) => registration.kind === 'registered');
    },
    async dial(number) {
      const { callId } = await phone.call.dial({ number, name: null, customerId: null, queueId: null });
      current = callId;
      return orderedAt('dial');
    },
    async rangAt() {
      const isRinging = ({ phase }: Call) => phase.kind === 'ringing';
      const at = await toldAt('it rings', isRinging);
      current = must(phone.state().calls.find(isRinging), 'the call that rings').id;
      return at;
    },
    async answer() {
      await phone.call.answer(call());
      return orderedAt('answer');
    },
    async hangUp() {
      await phone.call.hangUp(call());
    },
    async hold(on) {
      await phone.call.setHold({ ...call(), hold: on });
      const agreed = ({ id, phase }: Call) =>
        id === current && phase.kind === 'talking' && phase.hold.actual === on && phase.hold.wanted === on;
      await phone.untilState(`hold is ${on}`, ({ calls }) => calls.some(agreed));
      const ordered = await orderedAt('setHold');
      return (await toldAt(`hold is ${on}`, agreed, ordered)) - ordered;
    },
    frames: watched.frames,
    forget: watched.forget,
    close: phone.close,
  };
}

export async function openBare(
  pages: PhonePages,
  site: Site,
  library: 'sipJs' | 'jsSip',
  extension: string,
): Promise<BenchPhone> {
  const page = await pages.openEmpty();
  await page.addInitScript(watch);
  await page.goto(site.urlOf(library));
  await page.waitForFunction('window.barePage !== undefined');
  const watched = watchedIn(page);
  const rang = () => page.evaluate(() => (window as unknown as { barePage: BarePage }).barePage.rangAt());
  let rangBefore: number | null = null;

  return {
    name: library === 'sipJs' ? 'SIP.js' : 'JsSIP',
    extension,
    async signIn(board, server = board.url) {
      const { password, domain } = board.account(extension);
      await page.evaluate((account) => (window as unknown as { barePage: BarePage }).barePage.start(account), {
        server,
        domain,
        extension,
        password,
      });
      await until('it is registered', () => board.registrations().some((one) => one.extension === extension));
    },
    dial: (number) =>
      page.evaluate((given) => (window as unknown as { barePage: BarePage }).barePage.dial(given), number),
    answer: () => page.evaluate(() => (window as unknown as { barePage: BarePage }).barePage.answer()),
    hangUp: () => page.evaluate(() => (window as unknown as { barePage: BarePage }).barePage.hangUp()),
    async hold(on) {
      const { orderedAt, agreedAt } = await page.evaluate(
        (given) => (window as unknown as { barePage: BarePage }).barePage.hold(given),
        on,
      );
      return agreedAt - orderedAt;
    },
    async rangAt() {
      await until('it rings', async () => {
        const at = await rang();
        return at !== null && at !== rangBefore;
      });
      return must(await rang(), 'when it rang');
    },
    frames: watched.frames,
    async forget() {
      await watched.forget();
      rangBefore = await rang();
    },
    close: () => page.close(),
  };
}
