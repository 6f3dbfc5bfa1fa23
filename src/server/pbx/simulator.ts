// The bridge to our own switchboard, for practising and for tests: its control interface streams how the queues stand, and what is
// different from the line before is what has happened.
import { z } from 'zod';
import { retryDelayMs } from '#shared/lib/retryPolicy';
import { interactionIdSchema, languageSchema } from '#shared/model/ids';
import { BridgeAway, type PbxBridge } from './bridge.ts';
import { pause } from './pause.ts';
import type { PbxFact, Picture, WaitEnd } from './picture.ts';

const seenSchema = z.object({
  calls: z.array(
    z.object({
      id: z.string(),
      phase: z.enum(['waiting', 'ringing', 'talking', 'released']),
      queue: z.string().nullable(),
      waitedSeconds: z.number(),
      number: z.string().nullable(),
      language: languageSchema.nullable(),
      /** Keys since an agent has let go of them. */
      answered: z.array(z.string()),
    }),
  ),
  parked: z.array(
    z.object({
      place: z.string(),
      parkedSeconds: z.number(),
      number: z.string().nullable(),
      interactionId: interactionIdSchema.nullable(),
    }),
  ),
  members: z.array(z.object({ queue: z.string(), extension: z.string(), paused: z.boolean() })),
  phones: z.array(z.object({ extension: z.string(), use: z.enum(['free', 'ringing', 'inUse', 'absent']) })),
});
type Seen = z.infer<typeof seenSchema>;

export interface SimulatorBridgeOptions {
  readonly controlUrl: string;
  readonly now: () => Date;
  readonly log: (line: string) => void;
}

const again = { baseMs: 200, capMs: 5_000 };
const leastPauseMs = 100;
/** The stream says something every five seconds. */
const idleMs = 15_000;
const answerMs = 3_000;

export function createSimulatorBridge({ controlUrl, now, log }: SimulatorBridgeOptions): PbxBridge {
  const stopping = new AbortController();
  let ended: Promise<void> = Promise.resolve();

  async function watchOnce(tell: (fact: PbxFact) => void, onHere: () => void): Promise<void> {
    const guard = new AbortController();
    let idle = setTimeout(() => guard.abort(), idleMs);
    const alive = () => {
      clearTimeout(idle);
      idle = setTimeout(() => guard.abort(), idleMs);
    };
    try {
      const answer = await fetch(new URL('/queues', controlUrl), {
        signal: AbortSignal.any([guard.signal, stopping.signal]),
      });
      if (!answer.ok || answer.body === null) throw new Error(`answered ${answer.status}`);
      let before: Seen | null = null;
      for await (const line of linesOf(answer.body, alive)) {
        const seen = seenSchema.parse(JSON.parse(line));
        const facts = before === null ? [pictureFact(seen, now())] : factsBetween(before, seen, now());
        before = seen;
        onHere();
        for (const fact of facts) tell(fact);
      }
    } finally {
      clearTimeout(idle);
    }
  }

  async function watch(listener: (fact: PbxFact) => void): Promise<void> {
    for (let attempt = 0; !stopping.signal.aborted; attempt += 1) {
      let here = false;
      await watchOnce(listener, () => {
        here = true;
        attempt = 0;
      }).catch((error: unknown) => log(`the switchboard: ${error instanceof Error ? error.message : 'lost'}`));
      if (stopping.signal.aborted) return;
      if (here) listener({ kind: 'away' });
      await pause(Math.max(leastPauseMs, retryDelayMs(again, attempt, Math.random())), stopping.signal);
    }
  }

  /** True: done; false: there is no such call or member. */
  async function asked(method: 'PUT' | 'POST', path: string, body: object): Promise<boolean> {
    const answer = await fetch(new URL(path, controlUrl), {
      method,
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
      signal: AbortSignal.any([AbortSignal.timeout(answerMs), stopping.signal]),
    }).catch(() => null);
    if (answer === null || answer.status >= 500) throw new BridgeAway();
    await answer.body?.cancel();
    return answer.ok;
  }

  return {
    start(listener) {
      ended = watch(listener);
    },
    setOffer: ({ extension, offer }) => asked('PUT', `/agents/${extension}/state`, { offer }),
    async logOut(extension) {
      await asked('PUT', `/agents/${extension}/state`, { offer: false });
    },
    moveCaller: (id, queueNumber) => asked('POST', `/calls/${encodeURIComponent(id)}/move`, { queueNumber }),
    takeCaller: (id, extension) => asked('POST', `/calls/${encodeURIComponent(id)}/take`, { extension }),
    takeOver: (from, extension) => asked('POST', `/agents/${from}/take-over`, { extension }),
    // Nobody is listened to in practice.
    permitEntry: async () => false,
    say: (id, saying) => asked('POST', `/calls/${encodeURIComponent(id)}/say`, saying),
    async letGo(id) {
      await asked('POST', `/calls/${encodeURIComponent(id)}/let-go`, {});
    },
    async stop() {
      stopping.abort();
      await ended;
    },
  };
}

const isWaiting = (call: Seen['calls'][number]): call is Seen['calls'][number] & { queue: string } =>
  call.phase === 'waiting' && call.queue !== null;

const waitingOf = ({ id, queue, waitedSeconds, number }: Seen['calls'][number] & { queue: string }, now: Date) => ({
  id,
  queue,
  since: now.getTime() - waitedSeconds * 1_000,
  number,
});

const parkedOf = ({ parkedSeconds, ...one }: Seen['parked'][number], now: Date) => ({
  ...one,
  since: now.getTime() - parkedSeconds * 1_000,
});

function pictureFact(seen: Seen, now: Date): PbxFact {
  const waiting = seen.calls.filter(isWaiting).map((call) => waitingOf(call, now));
  const picture: Picture = {
    waiting: waiting.sort((one, other) => one.since - other.since),
    parked: seen.parked.map((one) => parkedOf(one, now)).sort((one, other) => one.since - other.since),
    members: seen.members,
    phones: Object.fromEntries(seen.phones.map(({ extension, use }) => [extension, use])),
  };
  return { kind: 'here', picture };
}

/** What has happened between two looks at the queues. */
function factsBetween(before: Seen, after: Seen, now: Date): PbxFact[] {
  const facts: PbxFact[] = [];
  const stillWaits = (call: Seen['calls'][number], among: Seen) =>
    among.calls.find((one) => one.id === call.id && isWaiting(one) && one.queue === call.queue);

  for (const call of before.calls.filter(isWaiting)) {
    if (stillWaits(call, after) !== undefined) continue;
    const later = after.calls.find((one) => one.id === call.id);
    const end: WaitEnd = later === undefined ? 'abandoned' : later.phase === 'talking' ? 'answered' : 'passedOn';
    facts.push({ kind: 'left', id: call.id, queue: call.queue, at: now.getTime(), end });
  }
  for (const call of after.calls.filter(isWaiting)) {
    if (stillWaits(call, before) === undefined) facts.push({ kind: 'joined', call: waitingOf(call, now) });
  }
  for (const { id, phase, queue, number, language, answered } of after.calls) {
    if (phase !== 'released' || queue === null) continue;
    const known = before.calls.find((call) => call.id === id);
    if (known?.phase !== 'released') facts.push({ kind: 'released', call: { id, queue, number, language } });
    for (const key of answered.slice(known?.answered.length ?? 0)) facts.push({ kind: 'pressed', id, key });
  }
  const isIn = (among: Seen, one: Seen['parked'][number]) =>
    among.parked.some(({ place, interactionId }) => place === one.place && interactionId === one.interactionId);
  for (const one of before.parked) if (!isIn(after, one)) facts.push({ kind: 'unparked', place: one.place });
  for (const one of after.parked) if (!isIn(before, one)) facts.push({ kind: 'parked', call: parkedOf(one, now) });
  for (const member of after.members) {
    const known = before.members.find(
      ({ queue, extension }) => queue === member.queue && extension === member.extension,
    );
    if (known?.paused !== member.paused) facts.push({ kind: 'member', member });
  }
  for (const { extension, use } of after.phones) {
    const known = before.phones.find((phone) => phone.extension === extension);
    if (known?.use !== use) facts.push({ kind: 'phone', extension, use });
  }
  return facts;
}

async function* linesOf(stream: ReadableStream<Uint8Array>, onBytes: () => void): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const bytes of stream) {
    onBytes();
    const lines = (rest + decoder.decode(bytes, { stream: true })).split('\n');
    rest = lines.pop() ?? '';
    yield* lines.filter((line) => line !== '');
  }
}
