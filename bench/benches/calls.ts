// What an agent waits for in a call: our phone's page beside a bare SIP.js page and a bare JsSIP page with their defaults, in one
// run, on the same Electron with the same microphone, at the same switchboard.
import { startPhonePages } from '../../test/support/phonePage.ts';
import { startTestSwitchboard, type TestSwitchboard } from '../../test/support/switchboard.ts';
import { until } from '../../test/support/until.ts';
import { startMovableNetwork } from '../callPeers/movableNetwork.ts';
import { type BenchPhone, openBare, openOurs } from '../callPeers/phones.ts';
import { serveBarePages } from '../callPeers/site.ts';
import { besideBetter, type Figure, percentile } from '../figures.ts';

/** Counted rounds; one more before them is nobody's measure. */
const rounds = 40;
/** The far end answers at once and says what it hears. */
const echoNumber = '9000';

export async function bench(report: (line: string) => void): Promise<Figure[]> {
  const site = await serveBarePages();
  const pages = await startPhonePages();
  const board = await startTestSwitchboard();
  try {
    const openers = [
      () => openOurs(pages, '1001'),
      () => openBare(pages, site, 'sipJs', '1002'),
      () => openBare(pages, site, 'jsSip', '1100'),
    ];
    const phones: BenchPhone[] = [];
    for (const open of openers) {
      const phone = await open();
      await phone.signIn(board);
      phones.push(phone);
    }
    report(`Calls out: ${rounds} each …`);
    const clicks = await inTurns(phones, (phone) => clickToInvite(phone));
    report(`Calls in: ${rounds} each …`);
    const calls = await inTurns(phones, (phone) => takenCall(phone, board));
    const of = (name: keyof TakenCall) => calls.map((one) => one.map((call) => call[name]));
    const atWork = [
      ...figures('click to INVITE', clicks),
      ...figures('INVITE to ringing', of('ringing')),
      ...figures('answer to 200 OK', of('accepted')),
      ...figures('answer to first RTP to the caller', of('spoken')),
      ...figures('answer to first RTP from the caller', of('heard')),
      ...figures('hold until agreed', of('hold')),
      ...figures('resume until agreed', of('resume')),
    ];
    return [...atWork, await afterCuts(phones, board, report), await afterMove(openers, report)];
  } finally {
    await pages.close();
    await site.close();
    await board.stop();
  }
}

function figures(name: string, samples: readonly number[][]): Figure[] {
  return [0.5, 0.95].map((p) => {
    const [ours = Number.NaN, sipJs = Number.NaN, jsSip = Number.NaN] = samples.map((one) => percentile(one, p));
    return besideBetter(`${name}, ${p === 0.5 ? 'median' : 'p95'}`, 'ms', ours, { 'SIP.js': sipJs, JsSIP: jsSip });
  });
}

/** One round of each phone after the other, so that whatever else the machine does meets all of them. */
async function inTurns<T>(phones: readonly BenchPhone[], round: (phone: BenchPhone) => Promise<T>): Promise<T[][]> {
  const all = phones.map((): T[] => []);
  for (let count = 0; count <= rounds; count += 1) {
    for (const [index, phone] of phones.entries()) {
      await phone.forget();
      const measured = await round(phone);
      if (count > 0) all[index]?.push(measured);
    }
  }
  return all;
}

const isInvite = (text: string) => text.startsWith('INVITE ');
const isAnswerTo = (method: string, text: string) =>
  text.startsWith('SIP/2.0 200') && new RegExp(`^CSeq:\\s*\\d+ ${method}`, 'im').test(text);

const frameAt = async (phone: BenchPhone, what: string, way: 'in' | 'out', isSo: (text: string) => boolean) => {
  let at = 0;
  await until(`${phone.name}: ${what}`, async () => {
    at = (await phone.frames()).find((frame) => frame.way === way && isSo(frame.text))?.at ?? 0;
    return at > 0;
  });
  return at;
};

async function clickToInvite(phone: BenchPhone): Promise<number> {
  const clickedAt = await phone.dial(echoNumber);
  const invitedAt = await frameAt(phone, 'INVITE', 'out', isInvite);
  await frameAt(phone, 'answered', 'in', (text) => isAnswerTo('INVITE', text));
  await frameAt(phone, 'acknowledged', 'out', (text) => text.startsWith('ACK '));
  await phone.hangUp();
  await frameAt(phone, 'over', 'in', (text) => isAnswerTo('BYE', text));
  return invitedAt - clickedAt;
}

interface TakenCall {
  readonly ringing: number;
  readonly accepted: number;
  readonly spoken: number;
  readonly heard: number;
  readonly hold: number;
  readonly resume: number;
}

/** Nobody answers sooner. */
const ringsMs = 1_000;

async function takenCall(phone: BenchPhone, board: TestSwitchboard): Promise<TakenCall> {
  const customer = board.inviteWithHeaders(phone.extension, {});
  const rangAt = await phone.rangAt();
  const invitedAt = await frameAt(phone, 'INVITE', 'in', isInvite);
  await new Promise((answers) => setTimeout(answers, ringsMs));
  const first = firstSound(() => customer.rtp());
  const answeredAt = await phone.answer();
  const { received, sent } = await first;
  const acceptedAt = await frameAt(phone, 'accepted', 'out', (text) => isAnswerTo('INVITE', text));
  await until('it is talked', () => (customer.rtp()?.received ?? 0) > 50);
  const hold = await phone.hold(true);
  const resume = await phone.hold(false);
  customer.hangUp();
  await frameAt(phone, 'over', 'out', (text) => isAnswerTo('BYE', text));
  return {
    ringing: rangAt - invitedAt,
    accepted: acceptedAt - answeredAt,
    spoken: received - answeredAt,
    heard: sent - answeredAt,
    hold,
    resume,
  };
}

/** The switchboard is out of reach for so long; each time twice, because ours waits for as long as chance has it. */
const outagesSeconds = [1, 2, 3, 5, 8, 1, 2, 3, 5, 8];
/** Whoever is not back by then, or not heard again, cannot do it. */
const patienceMs = 10_000;

/** From when the switchboard can be reached again until it has the phone's registration: all phones in the same outages. */
async function afterCuts(
  phones: readonly BenchPhone[],
  board: TestSwitchboard,
  report: (line: string) => void,
): Promise<Figure> {
  const waits = phones.map((): (number | null)[] => []);
  for (const seconds of outagesSeconds) {
    report(`Out of reach for ${seconds} s …`);
    board.weather.cut({ seconds });
    await until('all are cut off', () => board.registrations().length === 0);
    await new Promise((again) => setTimeout(again, seconds * 1_000));
    const from = performance.now();
    await Promise.all(
      phones.map(async ({ extension }, index) => {
        const isBack = () => board.registrations().some((one) => one.extension === extension);
        waits[index]?.push(await msUntil(from, isBack));
      }),
    );
  }
  const [ours = Number.POSITIVE_INFINITY, sipJs = null, jsSip = null] = waits.map(medianOfAble);
  return besideBetter('registered again after a cut, median', 'ms', ours ?? Number.POSITIVE_INFINITY, {
    'SIP.js': sipJs,
    JsSIP: jsSip,
  });
}

/** From a change of the network, in the middle of a call, until the customer hears the agent again. */
async function afterMove(
  openers: readonly (() => Promise<BenchPhone>)[],
  report: (line: string) => void,
): Promise<Figure> {
  const waits = openers.map((): (number | null)[] => []);
  for (let count = 0; count < moves; count += 1) {
    for (const [index, open] of openers.entries()) {
      const board = await startTestSwitchboard();
      const network = await startMovableNetwork(board.url);
      const phone = await open();
      report(`${phone.name} changes its network …`);
      await phone.signIn(board, network.url);
      const customer = board.inviteWithHeaders(phone.extension, {});
      await phone.rangAt();
      await phone.answer();
      await until('they talk', () => (customer.rtp()?.received ?? 0) > 100);
      network.change();
      const from = performance.now();
      // What was under way has arrived.
      await new Promise((again) => setTimeout(again, 200));
      const { received } = customer.rtp() ?? { received: 0 };
      waits[index]?.push(await msUntil(from, () => (customer.rtp()?.received ?? 0) > received));
      await phone.close();
      await network.close();
      await board.stop();
    }
  }
  const [ours, sipJs = null, jsSip = null] = waits.map(medianOfAble);
  return besideBetter(
    'audio back after a change of network, median',
    'ms',
    ours ?? Number.POSITIVE_INFINITY,
    { 'SIP.js': sipJs, JsSIP: jsSip },
    audioBackMs,
  );
}
const moves = 3;
const audioBackMs = 5_000;

async function msUntil(from: number, isSo: () => boolean): Promise<number | null> {
  while (!isSo()) {
    if (performance.now() - from > patienceMs) return null;
    await new Promise((again) => setTimeout(again, 5));
  }
  return performance.now() - from;
}

/** Null where most attempts came to nothing. */
function medianOfAble(waits: readonly (number | null)[]): number | null {
  const median = percentile(
    waits.map((wait) => wait ?? Number.POSITIVE_INFINITY),
    0.5,
  );
  return Number.isFinite(median) ? median : null;
}

/** When the first packet has come from a phone, and when the first has gone to it. */
async function firstSound(rtp: () => { received: number; sent: number } | null) {
  let [received, sent] = [0, 0];
  const deadline = performance.now() + 15_000;
  while (received === 0 || sent === 0) {
    if (performance.now() > deadline) throw new Error('no sound');
    await new Promise((again) => setTimeout(again, 1));
    const counted = rtp();
    const at = performance.timeOrigin + performance.now();
    if (received === 0 && counted !== null && counted.received > 0) received = at;
    if (sent === 0 && counted !== null && counted.sent > 0) sent = at;
  }
  return { received, sent };
}
