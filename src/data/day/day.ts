// The agent's own day while the program runs: what they do at the screen, which callbacks ring, their figures, their check-list. It all stays
// on this PC (`keptDay.ts`).
import type { CallbackRow } from '#shared/contract/boards';
import { type DayState, type dayMethods, emptyDay } from '#shared/contract/day';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { failure } from '#shared/contract/failure';
import type { InteractionId } from '#shared/model/ids';
import type { Interaction } from '#shared/model/interaction';
import { beginnings, type OwnFigures, ownSums } from '#shared/model/ownFigures';
import { activityUnder, type ScreenBreakPolicy } from '#shared/model/screenBreaks';
import type { Clock } from '../clock.ts';
import type { Files } from '../db/files.ts';
import type { Log } from '../log.ts';
import { alive, clockSet, nowDoes } from './activity.ts';
import { createKeptDay, type OwnDay } from './keptDay.ts';
import { nextRing, type RingingContext, ringing } from './ringing.ts';

export interface DayDeps {
  readonly files: Files;
  readonly clock: Clock;
  readonly log: Log;
  /** Null: the company has decided on none, and the law's own stands. */
  readonly policy: () => ScreenBreakPolicy | null;
  /** What is open on this screen. */
  readonly open: () => readonly Interaction[];
  readonly callbacks: () => readonly CallbackRow[];
  readonly onChange: () => void;
  /** Other callbacks ring, or others may. */
  readonly onRinging: () => void;
}

export interface Day {
  state(): DayState;
  /** Null: nobody is signed in. */
  begin(agentId: string): void;
  end(): void;
  /** Under which reason the agent is not ready; null: ready, or in a call, or writing one up. */
  standing(reason: string | null): void;
  /** The screen is locked, or the PC goes to sleep. */
  away(isAway: boolean): void;
  /** Callbacks, or what is open, are others. */
  changed(): void;
  ringing(callbacks: readonly CallbackRow[]): InteractionId[];
  readonly methods: Pick<Implementation<typeof deskData>, keyof typeof dayMethods>;
  stop(): void;
}

/** Art. 175 c. 3. */
const lawsOwn: Pick<ScreenBreakPolicy, 'reasons' | 'changeOfActivity'> = {
  reasons: ['screen-break', 'lunch', 'break'],
  changeOfActivity: [],
};
const beatMs = 60_000;
const laterMs = 10 * 60_000;
/** A time server's small corrections are none of ours. */
const settingMs = 5_000;

export function createDay(deps: DayDeps): Day {
  const { clock } = deps;
  const kept = createKeptDay(deps.files, deps.log);
  let agentId: string | null = null;
  let reason: string | null = null;
  let isAway = false;
  let beating = new AbortController();
  let awaiting = new AbortController();
  let last = { wall: 0, steady: 0 };
  let rang = '';

  const now = () => clock.now().getTime();
  const mine = (): OwnDay | null => (agentId === null ? null : kept.read(agentId));

  function keep(change: Partial<OwnDay>): void {
    if (agentId === null) return;
    const before = kept.read(agentId);
    const after = { ...before, ...change };
    kept.write(agentId, after);
    const isShown = JSON.stringify([before.activity.changes, before.checks]);
    if (isShown !== JSON.stringify([after.activity.changes, after.checks])) deps.onChange();
  }

  /** Time has passed: what it was, and whether somebody has set the clock meanwhile. */
  function passed(): void {
    const day = mine();
    if (day === null) return;
    const at = { wall: now(), steady: clock.steadyMs() };
    const setBy = at.wall - last.wall - (at.steady - last.steady);
    // While the PC sleeps some clocks stand still: then nobody has set any.
    const wasSet = !isAway && Math.abs(setBy) > settingMs;
    last = at;
    const activity = wasSet ? clockSet(day.activity, setBy) : day.activity;
    keep({ activity: alive(activity, at.wall) });
  }

  function doesNow(): void {
    const day = mine();
    if (day === null) return;
    const does = isAway ? 'rest' : activityUnder(reason, { ...lawsOwn, ...deps.policy() } as ScreenBreakPolicy);
    keep({ activity: nowDoes(day.activity, does, now()) });
  }

  function contextOf(day: OwnDay, id: string): RingingContext {
    const open = deps.open();
    return {
      agentId: id,
      now: clock.now(),
      later: day.later,
      left: day.left,
      inCall: open.some(({ channel, stage }) => channel === 'call' && (stage === 'ringing' || stage === 'live')),
      keeping: open.flatMap(({ callsBack }) => callsBack ?? []),
    };
  }

  function ringingNow(callbacks: readonly CallbackRow[]): InteractionId[] {
    const day = mine();
    return day === null || agentId === null ? [] : ringing(callbacks, contextOf(day, agentId));
  }

  /** Each minute: that the program lives, and what rings by a clock that may have been set meanwhile. */
  async function beat(signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      await clock.sleep(beatMs, signal);
      if (signal.aborted) return;
      passed();
      tellRinging();
      void awaitRing();
    }
  }

  /** Until the next callback's time comes. */
  async function awaitRing(): Promise<void> {
    awaiting.abort();
    const day = mine();
    const next = day === null || agentId === null ? null : nextRing(deps.callbacks(), contextOf(day, agentId));
    if (next === null) return;
    awaiting = new AbortController();
    const { signal } = awaiting;
    await clock.sleep(Math.max(1, next - now()), signal);
    if (signal.aborted) return;
    tellRinging();
    void awaitRing();
  }

  function rest(): void {
    beating.abort();
    awaiting.abort();
  }

  function tellRinging(): void {
    const text = ringingNow(deps.callbacks()).join();
    if (text === rang) return;
    rang = text;
    deps.onRinging();
  }

  function signedIn(): { readonly id: string; readonly day: OwnDay } {
    const day = mine();
    if (day === null || agentId === null) throw failure('call.notNow', 'data', 'nobody is signed in');
    return { id: agentId, day };
  }

  function figures(): OwnFigures {
    const { id, day } = signedIn();
    const { today, week } = beginnings(clock.now());
    const from = Date.parse(day.figuresFrom ?? '1970-01-01T00:00:00.000Z');
    const since = (begin: Date) => new Date(Math.max(begin.getTime(), from)).toISOString();
    const all = deps.files.readWork(({ interactions }) => interactions.conversations(id, since(week)));
    return { today: ownSums(all.filter(({ startedAt }) => startedAt >= since(today))), week: ownSums(all) };
  }

  /** Those of callbacks that are gone are forgotten with them. */
  function ringsOtherwise(change: Partial<Pick<OwnDay, 'later' | 'left'>>): void {
    const there = new Set<string>(deps.callbacks().map(({ id }) => id));
    const { day } = signedIn();
    const { later, left } = { ...day, ...change };
    keep({
      later: Object.fromEntries(Object.entries(later).filter(([id]) => there.has(id))),
      left: left.filter((id) => there.has(id)),
    });
    tellRinging();
    void awaitRing();
  }

  return {
    state() {
      const day = mine();
      return day === null ? emptyDay : { activity: [...day.activity.changes], checks: day.checks };
    },
    begin(id) {
      if (id === agentId) return;
      agentId = id;
      last = { wall: now(), steady: clock.steadyMs() };
      const { activity } = kept.read(id);
      // A clock that was set back while nothing ran: what was done is not in the future.
      const ahead = Math.min(0, last.wall - activity.aliveAt);
      keep({ activity: alive(clockSet(activity, activity.aliveAt === 0 ? 0 : ahead), last.wall) });
      doesNow();
      deps.onChange();
      rest();
      beating = new AbortController();
      void beat(beating.signal);
      void awaitRing();
    },
    end() {
      if (agentId === null) return;
      passed();
      const day = mine();
      if (day !== null) keep({ activity: nowDoes(day.activity, 'rest', now()) });
      agentId = null;
      rest();
      deps.onChange();
    },
    standing(under) {
      passed();
      reason = under;
      doesNow();
    },
    away(away) {
      if (away === isAway) return;
      passed();
      isAway = away;
      last = { wall: now(), steady: clock.steadyMs() };
      doesNow();
    },
    changed() {
      tellRinging();
      void awaitRing();
    },
    ringing: ringingNow,
    methods: {
      ownFigures: figures,
      forgetOwnFigures() {
        signedIn();
        keep({ figuresFrom: clock.now().toISOString() });
        return null;
      },
      keepChecks({ answers }) {
        signedIn();
        keep({ checks: { at: clock.now().toISOString(), answers } });
        return null;
      },
      ringLater({ id }) {
        ringsOtherwise({ later: { ...signedIn().day.later, [id]: now() + laterMs } });
        return null;
      },
      ringNoMore({ id }) {
        ringsOtherwise({ left: [...signedIn().day.left, id] });
        return null;
      },
    },
    stop() {
      rest();
      // What the last news of the queues would begin.
      agentId = null;
    },
  };
}
