// Where a call can go: the backend's queues and colleagues, and any number that is typed; found by typing. Pure.
import type { Boards } from '#shared/contract/boards';
import type { DeskWorkstation } from '#shared/contract/deskData';
import { toDialable } from '#shared/model/dialable';
import type { Language, QueueId } from '#shared/model/ids';
import type { TransferTarget } from '#shared/model/interaction';
import type { LineUse } from '#shared/model/lineUse';
import { formatNumber } from '#shared/model/phoneNumber';
import type { Role } from '#shared/model/role';
import { foldText } from '../../ui/text.ts';

export const destinationGroups = ['suggested', 'favourite', 'queue', 'person', 'number'] as const;

export interface Destination {
  readonly target: TransferTarget;
  readonly group: (typeof destinationGroups)[number];
  /** What the queue is for, what the colleague does. */
  readonly about:
    | { readonly kind: 'words'; readonly words: string }
    | { readonly kind: 'role'; readonly role: Role }
    | { readonly kind: 'number' };
  readonly isFavourite: boolean;
  readonly live: Live;
}

/** What is known right now of who would answer; the longest wait as the moment it began. */
export type Live =
  | { readonly kind: 'unknown' }
  | { readonly kind: 'queue'; readonly waiting: number; readonly longestSince: string | null; readonly free: boolean }
  /** `telephoneFree`: nobody knows whether somebody sits at it. */
  | { readonly kind: 'person'; readonly presence: 'reachable' | 'telephoneFree' | 'unreachable' };

export interface Wanted {
  readonly language: Language;
  /** Each of these words must be found in name, purpose or number. */
  readonly typed: string;
  /** The queue that the contact reason leads to. */
  readonly suggested: QueueId | null;
  /** Numbers of the directory that the agent has marked. */
  readonly favourites: readonly string[];
  readonly board: Boards['board'];
  /** Where there is no board: whether telephones are free, by their extensions. */
  readonly lines: Readonly<Record<string, LineUse>>;
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

function queueLive(board: Boards['board'], id: QueueId): Live {
  const now = board?.queues.find(({ queueId }) => queueId === id)?.now ?? null;
  if (now === null) return { kind: 'unknown' };
  return { kind: 'queue', waiting: now.waiting, longestSince: now.longestSince, free: now.free };
}

function personLive({ board, lines }: Wanted, id: string, extension: string): Live {
  const seen = board?.colleagues.find((colleague) => colleague.id === id);
  if (seen !== undefined) return { kind: 'person', presence: seen.reachable ? 'reachable' : 'unreachable' };
  const line = lines[extension];
  if (line === undefined) return { kind: 'unknown' };
  return { kind: 'person', presence: line === 'free' ? 'telephoneFree' : 'unreachable' };
}

/** The suggested queue, then favourites, queues and colleagues, never the agent; last what is typed, where it can be dialled. */
export function destinations(workstation: DeskWorkstation, wanted: Wanted): readonly Destination[] {
  const { language, typed, suggested, favourites, board } = wanted;
  const isFavourite = (number: string) => favourites.includes(number);
  const queues = workstation.queues.map(({ id, name, number, about }): Destination => {
    const first = id === suggested ? 'suggested' : isFavourite(number) ? 'favourite' : 'queue';
    return {
      target: { kind: 'queue', queueId: id, name: name[language], number },
      group: first,
      about: { kind: 'words', words: about[language] },
      isFavourite: isFavourite(number),
      live: queueLive(board, id),
    };
  });
  const people = workstation.colleagues
    .filter(({ id }) => id !== workstation.agent.id)
    .map(
      ({ id, name, extension, role }): Destination => ({
        target: { kind: 'person', name, number: extension },
        group: isFavourite(extension) ? 'favourite' : 'person',
        about: { kind: 'role', role },
        isFavourite: isFavourite(extension),
        live: personLive(wanted, id, extension),
      }),
    );
  const words = foldText(typed).split(/\s+/);
  const found = [...queues, ...people].filter(({ target, about }) => {
    const text = foldText(`${target.name} ${target.number} ${about.kind === 'words' ? about.words : ''}`);
    return words.every((word) => text.includes(word));
  });
  const all = [...found, ...typedNumber(typed, found)];
  return destinationGroups.flatMap((group) => all.filter((each) => each.group === group));
}

function typedNumber(typed: string, found: readonly Destination[]): Destination[] {
  const number = toDialable(typed);
  if (number === null || found.some(({ target }) => target.number === number)) return [];
  return [
    {
      target: { kind: 'number', name: formatNumber(number), number },
      group: 'number',
      about: { kind: 'number' },
      isFavourite: false,
      live: { kind: 'unknown' },
    },
  ];
}
