// The phone's page, put together: engine, audio and calls, and the ports to main, data and the desk as they come and go.

import { monotonicFactory } from 'ulid';
import { type Connection, connect } from '#shared/contract/connect';
import { deskPhone, type PhoneState, type ShownPhone } from '#shared/contract/deskPhone';
import { FailureError } from '#shared/contract/failure';
import { type GlobalKey, phoneMain } from '#shared/contract/main';
import { receivePorts } from '#shared/contract/messagePort';
import { phoneData } from '#shared/contract/phoneData';
import type { Port } from '#shared/contract/port';
import { type Served, serve } from '#shared/contract/serve';
import type { CallId } from '#shared/model/ids';
import { plainSite } from '#shared/model/site';
import type { PbxSettings } from '#shared/protocol/workstation';
import { createAudioUnit } from './audio/audioUnit.ts';
import { browserSound } from './audio/soundSystem.ts';
import { glanceOf, meantBy } from './call/glance.ts';
import { createPhone } from './call/phone.ts';
import { createQueueTeller } from './call/queueTeller.ts';
import { createRecorder } from './call/recorder.ts';
import { createStance } from './call/stance.ts';
import { createWishKeeper } from './call/wishKeeper.ts';
import { chance } from './chance.ts';
import { systemClock } from './clock.ts';
import { deskMethods } from './desk.ts';
import type { EngineCounts, EngineFact, LegStats } from './engine/engine.ts';
import { createSipEngine } from './engine/sipEngine.ts';
import { createHeadset } from './headset/headset.ts';
import type { Hid } from './headset/hid.ts';
import { vendorLibrary } from './headset/vendorLibrary.ts';
import { createEchoCall, createTone, takeIn } from './quality/echoCall.ts';
import { createLineCheck } from './quality/lineCheck.ts';
import { findRoute, reach } from './quality/probes.ts';

declare global {
  interface Window {
    readonly cornetta: { requestPorts(): void };
    /** For tests and support, read only: RTP counters of the calls there are. They grow by some 50 packets a second each way. */
    cornettaStats: () => Promise<readonly LegStats[]>;
    /** The same: what the engine holds. All are 0 when nobody has been on the line for half a minute. */
    cornettaCounts: () => EngineCounts;
  }
  interface Navigator {
    readonly hid?: Hid;
  }
}

type Level = 'info' | 'warn' | 'error';

const clock = systemClock;
/** Two of one millisecond are still in order. */
const ulid = monotonicFactory(chance);
/** Windows that show the calls and say what the agent wants. */
const showers = ['desk', 'bar'] as const;
const connections: {
  main: Connection<typeof phoneMain> | null;
  data: Connection<typeof phoneData> | null;
  desk: Served<typeof deskPhone> | null;
  /** The small window shows the same. */
  bar: Served<typeof deskPhone> | null;
} = { main: null, data: null, desk: null, bar: null };
let site = plainSite('IT');
let pbx: PbxSettings | null = null;
let isMicrophoneChecked = false;
let hasBegun = false;

const longestLine = 2_000;
function log(level: Level, message: string): void {
  // Main may be on its way out; then there is nobody left to tell.
  connections.main?.call.log({ level, message: message.slice(0, longestLine) }).catch(() => undefined);
}

/** Returns the reference under which it is found in the log. */
function onBug(error: unknown, where = 'phone'): string {
  const reference = ulid().slice(-8);
  log('error', `${reference} ${where}: ${error instanceof Error ? error.stack : String(error)}`);
  return reference;
}
const onRefused = (reason: string): void => log('error', `refused: ${reason}`);

/** Leaves a mark for each INVITE, beside the desk's mark for the painted screen-pop: what lies between them is measured. */
function tellPhone(fact: EngineFact): void {
  if (echoCall.takes(fact)) return;
  const startTime = performance.now();
  phone.onEngine(fact);
  if (fact.kind !== 'invited') return;
  const interactionId = phone.state().calls.find((call) => call.id === fact.callId)?.interactionId;
  performance.clearMarks('cornetta:invited');
  performance.mark('cornetta:invited', { startTime, detail: { interactionId } });
}

/** Of no certificate, where main has nothing to say. */
const isCertificateRefused = async (address: string): Promise<boolean> =>
  connections.main?.call.isCertificateRefused({ address }).catch(() => false) ?? false;

const engine = createSipEngine({
  clock,
  newCallId: () => ulid() as CallId,
  site: () => site,
  tell: tellPhone,
  isCertificateRefused,
  keepLastWords: (lastWords) =>
    void connections.main?.call.keepLastWords({ lastWords: [...lastWords] }).catch(() => undefined),
  log: (line) => {
    // The pings of every few seconds would bury the rest.
    if (!line.includes('OPTIONS')) log('info', line);
  },
  onBug,
});

const audio = createAudioUnit({
  media: navigator.mediaDevices,
  permissions: navigator.permissions,
  sound: browserSound,
  clock,
  onChange: () => phone.onAudio(),
  onLevels: (levels) => connections.desk?.publish({ kind: 'levelsChanged', levels }),
  onMicrophoneLost: () => phone.onMicrophoneLost(),
  log,
});

const recorder = createRecorder({
  clock,
  onSettled: (interactionId, event) => phone.onSettled(interactionId, event),
  log,
});

let agentState: PbxSettings['agentState'] = 'codes';
const tellQueues = createQueueTeller({
  engine,
  data: () => connections.data?.call ?? null,
  agentState: () => agentState,
  log,
});

const stance = createStance(log);

const phone = createPhone({
  clock,
  newId: () => ulid(),
  engine,
  audio,
  recorder,
  tellQueues,
  publish(state) {
    publish(state);
    tellGlance(state);
    headset.onPhone(state);
    wishKeeper.onWish(state.availability.wish);
    stance.onAvailability(state.availability);
  },
  onInCall: (active) => {
    if (active) lineCheck.callOff();
    void connections.main?.call.inCall({ active }).catch(() => undefined);
  },
  log,
});

const wishKeeper = createWishKeeper({
  setWish: phone.setWish,
  keep: (kept) => void connections.main?.call.keepWish(kept).catch(() => undefined),
});

const headset = createHeadset({
  hid: navigator.hid,
  library: vendorLibrary,
  clock,
  intend: ({ callId, ...intent }) => phone.intend(callId, intent),
  onChange: () => publish(phone.state()),
  log,
});

const shown = (state: PhoneState): ShownPhone => ({ ...state, headset: headset.state() });
function publish(state: PhoneState): void {
  for (const shower of showers) connections[shower]?.publish({ kind: 'phoneChanged', state: shown(state) });
}

const echoCall = createEchoCall({ clock, newCallId: () => ulid() as CallId, engine, createTone, takeIn });

const lineCheck = createLineCheck({
  clock,
  pbx: () => pbx,
  registration: () => phone.state().registration,
  hearMicrophone: audio.hearMicrophone,
  reach: async (server) => {
    if (await reach(server)) return 'there';
    return (await isCertificateRefused(server)) ? 'untrusted' : 'away';
  },
  findRoute,
  callEcho: echoCall.run,
  isInCall: () => phone.liveInteractions().length > 0,
  onChange: phone.onLineCheck,
});

const standDownMs = 400;
async function leave(): Promise<void> {
  const deadline = new Promise<void>((late) => clock.after(standDownMs, late));
  await Promise.race([phone.standDown(), deadline]);
  await engine.dispose();
  await connections.main?.call.left(null);
}

/** As main was told last. */
let glanced = '';
function tellGlance(state: PhoneState): void {
  const glance = glanceOf(state);
  const told = JSON.stringify(glance);
  if (told === glanced || connections.main === null) return;
  glanced = told;
  connections.main.call.glance(glance).catch(() => undefined);
}

function press(key: GlobalKey): void {
  for (const { callId, intent } of meantBy(key, phone.state()))
    try {
      phone.intend(callId, intent);
    } catch (error) {
      // What it was meant for has just gone.
      if (!(error instanceof FailureError)) throw error;
    }
}

function onMainPort(port: Port): void {
  connections.main?.dispose();
  connections.main = connect({
    contract: phoneMain,
    port,
    onSnapshot({ headset: choice, lastWords, wish, ...sound }) {
      audio.recall(sound);
      headset.choose(choice);
      // Later they are those of this page's own calls.
      if (!hasBegun) engine.finish(lastWords);
      wishKeeper.onLeft(wish);
      hasBegun = true;
      glanced = '';
      tellGlance(phone.state());
    },
    onEvent: (event) => {
      if (event.kind === 'leaving') void leave().catch(onBug);
      else if (event.kind === 'keyPressed') press(event.key);
      else if (event.kind === 'wished') phone.setWish(event.wish);
      else if (event.kind === 'suspending') phone.suspend();
      else if (event.kind === 'resumed') engine.reconnect();
      else if (event.kind === 'unlocked' || event.kind === 'networkChanged') engine.check();
      else audio.recall(event.sound);
    },
    onRefused,
  });
}

function onDataPort(port: Port): void {
  connections.data?.dispose();
  const onLine = (line: Parameters<typeof phone.onLine>[0]): void => {
    site = line.site;
    agentState = line.pbx?.agentState ?? agentState;
    pbx = line.pbx;
    phone.onLine(line);
    // Who signs out is not ready any more, and that is still this agent's wish.
    wishKeeper.onLine(line.pbx?.extension ?? null);
    if (line.pbx === null || isMicrophoneChecked) return;
    isMicrophoneChecked = true;
    // What is wrong with it is in the state.
    void audio.check().catch(() => undefined);
  };
  connections.data = connect({
    contract: phoneData,
    port,
    onSnapshot: onLine,
    onEvent: ({ line }) => onLine(line),
    onRefused,
  });
  recorder.connect(connections.data.call, phone.liveInteractions());
  stance.connect(connections.data.call);
}

function onShowerPort(shower: (typeof showers)[number], port: Port): void {
  connections[shower]?.dispose();
  const keepHeadset: Parameters<typeof deskMethods>[0]['keepHeadset'] = (choice) =>
    void connections.main?.call.keepHeadset(choice).catch((error) => log('warn', `keepHeadset: ${String(error)}`));
  const keepDevice: Parameters<typeof deskMethods>[0]['keepDevice'] = (choice) =>
    void connections.main?.call.keepDevice(choice).catch((error) => log('warn', `keepDevice: ${String(error)}`));
  connections[shower] = serve({
    contract: deskPhone,
    port,
    snapshot: () => shown(phone.state()),
    methods: deskMethods({ phone, audio, engine, headset, lineCheck, keepDevice, keepHeadset }),
    onRefused,
    onBug,
  });
}

window.addEventListener('error', (event) => onBug(event.error ?? event.message, 'window'));
window.addEventListener('unhandledrejection', (event) => onBug(event.reason, 'promise'));
window.addEventListener('online', () => engine.check());
window.addEventListener('pagehide', () => void engine.dispose());
window.cornettaStats = async () => {
  const legs = await engine.stats();
  return legs.map((leg) => ({ ...leg, energyReceived: leg.energyReceived + audio.energyOf(leg.callId) }));
};
window.cornettaCounts = () => engine.counts();

receivePorts(window, (name, port) => {
  if (name === 'main') onMainPort(port);
  else if (name === 'data') onDataPort(port);
  else if (name === 'desk' || name === 'bar') onShowerPort(name, port);
  else port.close();
});
