// What is said of a ringing call besides the customer: which queue, which number.
import type { DeskWorkstation } from '#shared/contract/deskData';
import type { Call } from '#shared/model/call';
import type { Caller } from '#shared/model/caller';
import type { Language } from '#shared/model/ids';
import { formatNumber } from '#shared/model/phoneNumber';

/** The queue's name in the agent's language; as the PBX writes it when the backend does not know it; null for direct calls. */
export const queueName = (
  queue: string | null,
  workstation: Pick<DeskWorkstation, 'queues'> | null,
  language: Language,
): string | null =>
  queue === null ? null : (workstation?.queues.find(({ id }) => id === queue)?.name[language] ?? queue);

/** The number for reading aloud; null where there is none. */
export const callerNumber = (caller: Caller): string | null =>
  caller.kind === 'number' ? formatNumber(caller.e164 ?? caller.number) : null;

/** Milliseconds that the customer has been waiting: in the queue, and ringing here. */
export const waitedMs = (call: Pick<Call, 'waitedSeconds' | 'startedAt'>, now: number): number =>
  (call.waitedSeconds ?? 0) * 1_000 + Math.max(0, now - Date.parse(call.startedAt));
