// What has to be written down, on its way to the data program: in order, kept until it is acknowledged, sent again to a new one.
// Every fact has its own id, so that a repeat does no harm.
import type { Client } from '#shared/contract/envelope';
import { type FailureCode, FailureError } from '#shared/contract/failure';
import type { phoneData } from '#shared/contract/phoneData';
import type { Call } from '#shared/model/call';
import type { InteractionId } from '#shared/model/ids';
import type { InteractionEvent } from '#shared/model/interaction';
import type { Clock } from '../clock.ts';

type Data = Pick<Client<typeof phoneData>, 'callArrived' | 'recordEvent' | 'liveCalls'>;

interface Letter {
  readonly interactionId: InteractionId;
  readonly event: InteractionEvent;
  /** With the first fact of an interaction, and where the caller is another. */
  readonly call: Call | null;
}

export interface Recorder {
  arrived(call: Call, event: InteractionEvent): void;
  record(interactionId: InteractionId, event: InteractionEvent): void;
  /** There is a data program (again): it gets what it has not acknowledged, then the calls that live. */
  connect(data: Data, live: readonly InteractionId[]): void;
}

export interface RecorderDeps {
  readonly clock: Clock;
  /** It has been written down; or it never will be, because data refuses it. */
  readonly onSettled: (interactionId: InteractionId, event: InteractionEvent) => void;
  readonly log: (level: 'warn', message: string) => void;
}

const againMs = 2_000;
const unwrittenCodes: readonly FailureCode[] = ['files.diskFull', 'files.unwritable'];

export function createRecorder(deps: RecorderDeps): Recorder {
  let letters: Letter[] = [];
  let data: Data | null = null;
  /**
   * One of them did not get through, until all are. `unknown`: from now on one at a time, because the order counts. `unwritten`: the data
   * program knows it and has no room to write it down; what follows is told at once, so that a call ends on the screen when it ends.
   */
  let stalled: 'unknown' | 'unwritten' | null = null;
  let callOffRetry = () => {};

  function post(letter: Letter | undefined): void {
    const to = data;
    if (to === null || letter === undefined) return;
    const { call, event, interactionId } = letter;
    const sent = call === null ? to.recordEvent({ interactionId, event }) : to.callArrived({ call, event });
    sent.then(
      () => settle(letter),
      (error: unknown) => {
        if (to === data) failed(letter, error);
      },
    );
  }

  function settle(letter: Letter): void {
    if (!letters.includes(letter)) return;
    letters = letters.filter((other) => other !== letter);
    if (letters.length === 0) stalled = null;
    if (stalled !== null) post(letters[0]);
    deps.onSettled(letter.interactionId, letter.event);
  }

  function failed(letter: Letter, error: unknown): void {
    const code = error instanceof FailureError ? error.failure.code : 'program.bug';
    if (code === 'contract.lost' || !letters.includes(letter)) return;
    stalled = unwrittenCodes.includes(code) && stalled !== 'unknown' ? 'unwritten' : 'unknown';
    deps.log('warn', `${letter.event.kind} was not written down: ${code}`);
    if (code !== 'contract.refused') {
      callOffRetry();
      callOffRetry = deps.clock.after(againMs, () => post(letters[0]));
    } else if (letter === letters[0]) settle(letter);
    // Otherwise it may have been refused only because one before it is missing.
  }

  function add(letter: Letter): void {
    letters.push(letter);
    if (stalled !== 'unknown') post(letter);
  }

  return {
    arrived: (call, event) => add({ interactionId: call.interactionId, event, call }),
    record: (interactionId, event) => add({ interactionId, event, call: null }),
    connect(newData, live) {
      callOffRetry();
      stalled = null;
      data = newData;
      for (const letter of letters) post(letter);
      newData.liveCalls({ interactionIds: [...live] }).catch((error: unknown) => {
        if (newData === data) deps.log('warn', `liveCalls: ${String(error)}`);
      });
    },
  };
}
