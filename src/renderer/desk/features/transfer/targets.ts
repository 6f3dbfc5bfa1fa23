// Where a call can go: the queues and colleagues of the backend's directory, found by any of their words.
import type { DeskWorkstation } from '#shared/contract/deskData';
import type { Language, QueueId } from '#shared/model/ids';
import type { TransferTarget } from '#shared/model/interaction';
import { foldText } from '../../ui/text.ts';

export interface Destination {
  readonly target: TransferTarget;
  /** What the queue is for, what the colleague does. */
  readonly about:
    | { readonly kind: 'words'; readonly words: string }
    | { readonly kind: 'role'; readonly role: 'agent' | 'lead' };
}

export interface Wanted {
  readonly language: Language;
  /** Each of these words must be found in name, purpose or number. */
  readonly typed: string;
  /** The queue that the contact reason leads to. */
  readonly suggested: QueueId | null;
}

/** Where calls with this reason go, unless the call comes from there. */
export function suggestedQueue(
  workstation: DeskWorkstation,
  reasonCode: string | null,
  from: QueueId | null,
): QueueId | null {
  const reasons = workstation.reasons.flatMap((group) => group.reasons);
  const queueId = reasons.find(({ code }) => code === reasonCode)?.queueId ?? null;
  return queueId === from ? null : queueId;
}

export const isSuggested = ({ target }: Destination, suggested: QueueId | null): boolean =>
  target.kind === 'queue' && target.queueId === suggested;

/** The suggested queue first, the other queues, then colleagues; never the agent. */
export function destinations(
  workstation: DeskWorkstation,
  { language, typed, suggested }: Wanted,
): readonly Destination[] {
  const queues = workstation.queues.map(
    ({ id, name, number, about }): Destination => ({
      target: { kind: 'queue', queueId: id, name: name[language], number },
      about: { kind: 'words', words: about[language] },
    }),
  );
  const people = workstation.colleagues
    .filter(({ id }) => id !== workstation.agent.id)
    .map(
      ({ name, extension, role }): Destination => ({
        target: { kind: 'person', name, number: extension },
        about: { kind: 'role', role },
      }),
    );
  const words = foldText(typed).split(/\s+/);
  const first = queues.filter((queue) => isSuggested(queue, suggested));
  const rest = queues.filter((queue) => !isSuggested(queue, suggested));
  return [...first, ...rest, ...people].filter(({ target, about }) => {
    const text = foldText(`${target.name} ${target.number} ${about.kind === 'words' ? about.words : ''}`);
    return words.every((word) => text.includes(word));
  });
}
