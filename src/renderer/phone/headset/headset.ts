// The headset at work: finds it, opens it, feeds what it reports and what the phone publishes to the pure machine, carries the
// agent's wishes to the phone and writes the lights. A headset that comes, goes or falls silent touches no call. One that
// the makers' library takes, in a package that brings it, is left to that.
import type { PhoneState } from '#shared/contract/deskPhone';
import { type FailureCode, FailureError, failure } from '#shared/contract/failure';
import type { Headset, HeadsetChoice } from '#shared/contract/headset';
import { type RetryPolicy, retryDelayMs } from '#shared/lib/retryPolicy';
import type { Clock } from '../clock.ts';
import { type HeadsetEvent, type HeadsetIntent, initialHeadset, nextHeadset } from './headsetMachine.ts';
import type { Hid, HidDevice } from './hid.ts';
import { modelOf, pickHeadset } from './pickHeadset.ts';
import { type Led, type Leds, type OutputReport, type ReportMap, readReportMap } from './reportMap.ts';
import { createVendorHeadset, type VendorService } from './vendorHeadset.ts';

export interface HeadsetUnit {
  state(): Headset;
  /** The phone as it is now. */
  onPhone(phone: PhoneState): void;
  /** Whose buttons count, from now on. */
  choose(choice: HeadsetChoice): void;
}

export interface HeadsetDeps {
  /** Undefined where the page has none: then there are no headsets. */
  readonly hid: Hid | undefined;
  /** The makers' library; null where the package has none. */
  readonly library: VendorService | null;
  readonly clock: Clock;
  /** What the agent wants, by a button. @throws FailureError when it means nothing any more */
  readonly intend: (intent: HeadsetIntent) => void;
  readonly onChange: () => void;
  readonly log: (level: 'info' | 'warn', message: string) => void;
}

/** A headset that takes longer has fallen silent. */
const answerMs = 1_000;
const tryAgain: RetryPolicy = { baseMs: 2_000, capMs: 30_000 };
const leastWaitMs = 1_000;

interface Found {
  readonly device: HidDevice;
  readonly map: ReportMap;
}

/** The headset whose buttons count, from the moment it is meant to the moment it is let go. */
interface Held extends Found {
  /** Reports to be written, the newest of each kind: what is older need not be shown any more. */
  readonly waiting: Map<number, OutputReport>;
  writing: Promise<void> | null;
}

const dark: Leds = { offHook: false, ring: false, mute: false, hold: false, microphone: false };

export function createHeadset({ hid, library, clock, intend, onChange, log }: HeadsetDeps): HeadsetUnit {
  let machine = initialHeadset;
  let choice: HeadsetChoice = { kind: 'automatic' };
  let microphone: string | null = null;
  let found: readonly Found[] = [];
  let buttons: Headset['buttons'] = { kind: 'none' };
  let held: Held | null = null;
  /** Settles when the one that was let go last is closed, or has not answered. */
  let leaving: Promise<void> = Promise.resolve();
  let attempt = 0;
  let callOffRetry = (): void => {};
  let told = '';
  const vendor =
    library === null ? null : createVendorHeadset({ service: library, clock, intend: order, onChange: tell, log });
  /** The makers' library has the headset that is meant. */
  let isVendors = false;

  const state = (): Headset => ({
    choice,
    found: found.map(({ device }) => ({ model: modelOf(device), name: device.productName })),
    buttons: isVendors ? (vendor?.buttons() ?? buttons) : buttons,
  });

  function tell(): void {
    const text = JSON.stringify(state());
    if (text === told) return;
    told = text;
    onChange();
  }

  function show(next: Headset['buttons']): void {
    buttons = next;
    tell();
  }

  async function look(): Promise<void> {
    const devices = (await hid?.getDevices()) ?? [];
    found = devices.flatMap((device) => {
      const map = readReportMap(device.collections);
      return map === null ? [] : [{ device, map }];
    });
    decide();
  }

  /** Lets go of the headset that is not meant any more and takes the one that is. */
  function decide(): void {
    const label = choice.kind === 'automatic' ? microphone : null;
    isVendors = label !== null && vendor?.takes(label) === true;
    vendor?.use(isVendors ? label : null);
    const devices = found.map(({ device }) => device);
    const device = isVendors ? null : pickHeadset(devices, { choice, microphone });
    if (device === null || device !== held?.device) {
      callOffRetry();
      attempt = 0;
      letGo();
      const meant = found.find((each) => each.device === device);
      if (meant !== undefined) void take(meant);
      else show(choice.kind === 'model' ? { kind: 'absent', name: choice.name } : { kind: 'none' });
    }
    tell();
  }

  async function take({ device, map }: Found): Promise<void> {
    const mine: Held = { device, map, waiting: new Map(), writing: null };
    const name = device.productName;
    held = mine;
    // One that is tried again is not shown as new each time.
    if (buttons.kind !== 'failed' || buttons.name !== name) show({ kind: 'opening', name });
    await leaving;
    if (held !== mine) return;
    try {
      if (!device.opened) await inTime(device.open());
    } catch (error) {
      fail(mine, 'headset.refused', error);
      return;
    }
    // Another may have been chosen meanwhile.
    if (held !== mine) return close(device);
    device.oninputreport = ({ reportId, data }) => happen({ kind: 'report', values: map.read(reportId, data) });
    log('info', `headset ${modelOf(device)} is open`);
    show({ kind: 'ready', name, lastPress: null });
    happen({ kind: 'opened', traits: map });
  }

  function letGo(): void {
    const mine = forget();
    if (mine === null || !mine.device.opened) return;
    // Or it goes on ringing.
    enqueue(mine, dark, Object.keys(dark) as Led[]);
    leaving = (mine.writing ?? Promise.resolve()).then(() => close(mine.device));
  }

  /** Its buttons do not count any more. */
  function forget(): Held | null {
    const mine = held;
    held = null;
    if (mine === null) return null;
    mine.device.oninputreport = null;
    happen({ kind: 'closed' });
    return mine;
  }

  async function close(device: HidDevice): Promise<void> {
    await inTime(device.close()).catch((error) => log('warn', `headset ${modelOf(device)}: ${String(error)}`));
  }

  /** Says why, and tries again by and by, as long as it is the one that is meant. */
  function fail(mine: Held, code: FailureCode, error: unknown): void {
    const { device } = mine;
    mine.waiting.clear();
    log('warn', `headset ${modelOf(device)}: ${code}: ${String(error)}`);
    if (held !== mine) return;
    forget();
    if (device.opened) leaving = close(device);
    show({ kind: 'failed', name: device.productName, failure: failure(code, 'device', modelOf(device)).failure });
    callOffRetry = clock.after(retryDelayMs(tryAgain, attempt, clock.random(), leastWaitMs), () => void take(mine));
    attempt += 1;
  }

  function happen(event: HeadsetEvent): void {
    const step = nextHeadset(machine, event, clock.now().getTime());
    machine = step.state;
    if (step.pressed !== null && buttons.kind === 'ready')
      show({ ...buttons, lastPress: { button: step.pressed, at: clock.now().toISOString() } });
    if (step.write !== null && held !== null) enqueue(held, step.write.leds, step.write.changed);
    if (step.intent !== null) order(step.intent);
  }

  function order(intent: HeadsetIntent): void {
    log('info', `headset: ${intent.kind}, call ${intent.callId}`);
    try {
      intend(intent);
    } catch (error) {
      // The call has just gone another way; the lights say so already.
      if (!(error instanceof FailureError)) throw error;
      log('info', `headset: ${error.message}`);
    }
  }

  function enqueue(mine: Held, leds: Leds, changed: readonly Led[]): void {
    for (const report of mine.map.write(leds, changed)) mine.waiting.set(report.reportId, report);
    if (mine.waiting.size > 0) mine.writing ??= empty(mine);
  }

  /** One report at a time. There is one at least: it must not end before it is known to run. */
  async function empty(mine: Held): Promise<void> {
    for (const [reportId, { data }] of mine.waiting) {
      mine.waiting.delete(reportId);
      try {
        await inTime(mine.device.sendReport(reportId, data));
        attempt = 0;
      } catch (error) {
        fail(mine, 'headset.silent', error);
      }
    }
    mine.writing = null;
  }

  function inTime(work: Promise<void>): Promise<void> {
    let callOff = (): void => {};
    const deadline = new Promise<never>((_resolve, late) => {
      callOff = clock.after(answerMs, () => late(new Error(`no answer in ${answerMs} ms`)));
    });
    return Promise.race([work, deadline]).finally(callOff);
  }

  const lookAgain = (): void => void look().catch((error) => log('warn', `headsets: ${String(error)}`));
  hid?.addEventListener('connect', lookAgain);
  hid?.addEventListener('disconnect', lookAgain);
  lookAgain();

  return {
    state,
    onPhone({ calls, audio }) {
      happen({ kind: 'calls', calls });
      vendor?.onCalls(calls);
      const inUse = audio.inputs.find(({ id }) => id === audio.chosen.microphone)?.label ?? null;
      if (inUse === microphone) return;
      microphone = inUse;
      decide();
    },
    choose(next) {
      choice = next;
      decide();
    },
  };
}
