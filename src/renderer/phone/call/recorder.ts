// What has to be written down, on its way to the data program: in order, kept until it is acknowledged, sent again to a new one.
// Every fact has its own id, so that a repeat does no harm.
import type { Client } from '#shared/contract/envelope';
import { FailureError } from '#shared/contract/failure';
import type { phoneData } from '#shared/contract/phoneData';
import type { Call } from '#shared/model/call';
import type { InteractionId } from '#shared/model/ids';
import type { InteractionEvent } from '#shared/model/interaction';
import type { Clock } from '../clock.ts';

type Data = Client<typeof phoneData>;

interface Letter {
  readonly interactionId: InteractionId;
  readonly event: InteractionEvent;
  /** With the first fact of an interaction. */
  readonly call: Call | null;
}

export interface Recorder {
  arrived(call: Call, event: InteractionEvent): void;
  record(interactionId: InteractionId, event: InteractionEvent): void;
  /** There is a data program (again): it gets what it has not acknowledged, then the calls that live. */
  connect(data: Data, live: readonly InteractionId[]): void;
  disconnect(): void;
}

export interface RecorderDeps {
  readonly clock: Clock;
  readonly onKept: (interactionId: InteractionId, event: InteractionEvent) => void;
  readonly log: (level: 'warn' | 'error', message: string) => void;
}

const againMs = 2_000;

export function createRecorder(deps: RecorderDeps): Recorder {
  let letters: Letter[] = [];
  let data: Data | null = null;
  let callOffRetry: (() => void) | null = null;

  const done = (letter: Letter): void => {
    letters = letters.filter((other) => other !== letter);
  };

  function post(letter: Letter): void {
    const to = data;
    if (to === null) return;
    const { call, event, interactionId } = letter;
    const sent = call === null ? to.recordEvent({ interactionId, event }) : to.callArrived({ call, event });
    sent.then(
      () => {
        if (!letters.includes(letter)) return;
        done(letter);
        deps.onKept(interactionId, event);
      },
      (error: unknown) => {
        if (to === data) failed(letter, error);
      },
    );
  }

  function failed(letter: Letter, error: unknown): void {
    const code = error instanceof FailureError ? error.failure.code : 'program.bug';
    if (code === 'contract.lost') return;
    deps.log(code === 'contract.refused' ? 'error' : 'warn', `${letter.event.kind} was not written down: ${code}`);
    // It would be refused again, and hold up what comes after it.
    if (code === 'contract.refused') return done(letter);
    callOffRetry ??= deps.clock.after(againMs, () => {
      callOffRetry = null;
      for (const unsent of letters) post(unsent);
    });
  }

  function add(letter: Letter): void {
    letters.push(letter);
    // Behind one that failed, it waits with it: the order counts.
    if (callOffRetry === null) post(letter);
  }

  function disconnect(): void {
    data = null;
    callOffRetry?.();
    callOffRetry = null;
  }

  return {
    arrived: (call, event) => add({ interactionId: call.interactionId, event, call }),
    record: (interactionId, event) => add({ interactionId, event, call: null }),
    connect(newData, live) {
      disconnect();
      data = newData;
      for (const letter of letters) post(letter);
      newData.liveCalls({ interactionIds: [...live] }).catch((error: unknown) => {
        if (newData === data) deps.log('warn', `liveCalls: ${String(error)}`);
      });
    },
    disconnect,
  };
}
