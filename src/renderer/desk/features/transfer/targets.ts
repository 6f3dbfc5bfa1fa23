// Where a call can go: the queues and colleagues of the backend's directory, found by any of their words.
import type { DeskWorkstation } from '#shared/contract/deskData';
import type { Language } from '#shared/model/ids';
import type { TransferTarget } from '#shared/model/interaction';
import { foldText } from '../../ui/text.ts';

export interface Destination {
  readonly target: TransferTarget;
  /** What the queue is for, what the colleague does. */
  readonly about:
    | { readonly kind: 'words'; readonly words: string }
    | { readonly kind: 'role'; readonly role: 'agent' | 'lead' };
}

/** Queues first, then colleagues; never the agent. Each word that was typed must be found in name, purpose or number. */
export function destinations(workstation: DeskWorkstation, language: Language, typed: string): readonly Destination[] {
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
  return [...queues, ...people].filter(({ target, about }) => {
    const text = foldText(`${target.name} ${target.number} ${about.kind === 'words' ? about.words : ''}`);
    return words.every((word) => text.includes(word));
  });
}
