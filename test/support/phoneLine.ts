// An agent's phone on a line of its own: the real page, a switchboard, and between them a way that can be cut at any message.
// What the agent is shown has to be so at the switchboard.

import type { PhoneState } from '#shared/contract/deskPhone';
import { must } from '#shared/lib/must';
import type { CallId } from '#shared/model/ids';
import { plainSite } from '#shared/model/site';
import type { Refresh } from '#simulator/switchboard/leg';
import type { PhonePage, PhonePages } from './phonePage.ts';
import { type SipProxy, startSipProxy } from './sipProxy.ts';
import { steadyPort } from './steadyPort.ts';
import { startTestSwitchboard, type TestSwitchboard } from './switchboard.ts';
import { until } from './until.ts';

/** Of the agent whose phone it is. */
export const extension = '1001';
/** Against what hangs: on a busy machine with several lines a try may come to nothing, and the next one waits. */
const longestMs = 60_000;

export interface PhoneLine {
  readonly page: PhonePage;
  readonly board: TestSwitchboard;
  readonly way: SipProxy;
  /** The switchboard dies and is started anew: it knows nothing of any call. */
  restartBoard(): Promise<void>;
  /** Registered and, in the queues, ready. */
  ready(): Promise<void>;
  /** A customer of the queue rings. */
  rings(): Promise<CallId>;
  /** A customer of the queue is talked to. */
  talks(): Promise<CallId>;
  soundFlows(): Promise<void>;
  /** The PBX makes sure of every call, and the phone has it go on. */
  isMadeSureOf(how: Refresh): Promise<void>;
  /** Registered anew, after the way was cut for so many seconds. */
  untilBack(afterSeconds: number): Promise<void>;
  /** The agent is told that the call is over, since the connection was lost. */
  untilLost(callId: CallId, withinMs?: number): Promise<void>;
  /** Every call that the agent is shown is one at the switchboard, in the same state, and the other way round. */
  untilAgreed(withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

export async function openPhoneLine(pages: PhonePages): Promise<PhoneLine> {
  let board = await startTestSwitchboard({ port: await steadyPort() });
  const way = await startSipProxy(board.url);
  const page = await pages.open();
  const { password, domain } = board.account(extension);
  const { featureCodes } = board.company;
  page.data.setLine({
    pbx: {
      servers: [way.url],
      domain,
      extension,
      authUser: extension,
      password,
      iceServers: [],
      featureCodes,
      agentState: 'codes' as const,
    },
    site: plainSite('IT'),
    wrapUps: [],
    autoAnswer: [],
  });
  const first = () => must(page.state().calls[0], 'a call').id;

  const line: PhoneLine = {
    page,
    get board() {
      return board;
    },
    way,
    async restartBoard() {
      way.setDown(true);
      await board.stop();
      board = await startTestSwitchboard({ port: Number(new URL(board.url).port) });
      way.setDown(false);
    },
    async ready() {
      await page.call.setWish({ kind: 'ready' });
      await page.untilState('ready', ({ availability }) => availability.pbx === 'offering');
    },
    async rings() {
      await line.ready();
      board.ring({ number: '+390000000101', queue: 'welcome', staysSeconds: null, patienceSeconds: null });
      await page.untilState('ringing', ({ calls }) => calls[0]?.phase.kind === 'ringing');
      return first();
    },
    async talks() {
      const callId = await line.rings();
      await page.call.answer({ callId });
      await page.untilState('talking', ({ calls }) => calls[0]?.phase.kind === 'talking');
      await line.soundFlows();
      return callId;
    },
    async soundFlows() {
      const [before] = await page.stats();
      await until(
        'sound flows both ways',
        async () => {
          const [now] = await page.stats();
          const sent = (now?.packetsSent ?? 0) - (before?.packetsSent ?? 0);
          return sent > 25 && (now?.packetsReceived ?? 0) - (before?.packetsReceived ?? 0) > 25;
        },
        undefined,
        longestMs,
      );
    },
    isMadeSureOf: (how) =>
      until(
        'made sure of',
        async () => {
          const answers = await board.refresh(extension, how);
          return answers.length > 0 && answers.every((status) => status === 200);
        },
        () => page.logged.slice(-60).join('\n'),
        longestMs,
      ),
    async untilBack(afterSeconds) {
      const isAnother = ({ registration }: PhoneState) =>
        registration.kind === 'registered' && registration.sinceAt !== registeredSince;
      await page.untilState('registered again', isAnother, afterSeconds * 1_000 + longestMs);
    },
    untilLost: (callId, withinMs = longestMs) =>
      until(
        'over, since the connection was lost',
        () => {
          // By what is written down of it: it is shown for a moment only.
          const call = page.data.arrived.find((one) => one.call.id === callId)?.call;
          return page.data.events.some(
            ({ interactionId, event }) =>
              interactionId === call?.interactionId && event.kind === 'ended' && event.detail === 'connectionLost',
          );
        },
        () => JSON.stringify({ calls: page.state().calls, events: page.data.events, log: page.logged.slice(-40) }),
        withinMs,
      ),
    untilAgreed: (withinMs = longestMs) =>
      until(
        'phone and switchboard agree',
        () => {
          const [shown, so] = [shownCalls(page.state()), callsAt(board)];
          return shown !== null && shown.join() === so.join();
        },
        () =>
          JSON.stringify({
            shown: page.state().calls,
            so: board.calls(),
            agents: board.agents(),
            log: page.logged.slice(-60),
          }),
        withinMs,
      ),
    async close() {
      await page.close();
      await way.close();
      await board.stop();
    },
  };
  const { registration } = await page.untilState('registered', (state) => state.registration.kind === 'registered');
  const registeredSince = registration.kind === 'registered' ? registration.sinceAt : null;
  return line;
}

/** Of a queue whose agents are others. */
export const queueNumber = ({ board }: PhoneLine): string =>
  must(
    board.company.queues.find(({ id }) => id === 'complaints'),
    'a queue',
  ).number;

/** What the agent is shown; null while something is still being asked for. */
function shownCalls({ calls }: PhoneState): string[] | null {
  const shown: string[] = [];
  for (const { phase } of calls) {
    if (phase.kind === 'ringing') shown.push('ringing');
    else if (phase.kind === 'talking') {
      if (phase.hold.wanted !== phase.hold.actual || phase.transfer.kind === 'requested') return null;
      shown.push(phase.hold.actual ? 'held' : 'talking');
    } else if (phase.kind !== 'ended') return null;
  }
  return shown.sort();
}

/** What there is at the switchboard for this agent, legs that nobody talks over included. */
function callsAt(board: TestSwitchboard): string[] {
  const calls = board.calls().flatMap(({ state }) => {
    if (state.kind === 'ringing') return state.extension === extension ? ['ringing'] : [];
    if (state.kind === 'talking') return state.extension === extension ? [state.held ? 'held' : 'talking'] : [];
    return [];
  });
  const agent = board.agents().find((one) => one.extension === extension);
  const isLegOver = agent?.inCall === true && !calls.some((call) => call !== 'ringing');
  return [...calls, ...(isLegOver ? ['a leg without a call'] : [])].sort();
}
