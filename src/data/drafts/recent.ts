// The agent's last conversations, as lines of a list: read from the disk, with the names that the cache has now.
import type { RecentInteraction } from '#shared/contract/deskData';
import type { Match } from '#shared/contract/screenPop';
import type { Caller } from '#shared/model/caller';
import type { Customer } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import type { Files } from '../db/files.ts';
import { errorName, type Log } from '../log.ts';
import type { Cards } from '../lookup/cards.ts';

export interface RecentDeps {
  readonly files: Files;
  readonly cards: Pick<Cards, 'get'>;
  readonly match: (caller: Caller) => Match;
  readonly log: Log;
}

const most = 8;
const noteLength = 160;

/** Last first. A list to look back on: where it cannot be read it is empty, and nothing else suffers. */
export function recentInteractions({ files, cards, match, log }: RecentDeps, agentId: string): RecentInteraction[] {
  /** The one that was chosen; of a call that nobody answered, the only one with its number. */
  function customerOf(caller: Caller, chosen: CustomerId | null, answered: boolean): Customer | null {
    if (chosen !== null) return cards.get(chosen)?.customer ?? null;
    const found = answered ? null : match(caller);
    return found?.kind === 'number' && found.cards.length === 1 ? (found.cards[0]?.customer ?? null) : null;
  }
  try {
    return files
      .readWork((work) => work.interactions.recent(agentId, most))
      .map(({ interaction, end }) => {
        const { id, direction, caller, draft, answeredAt, endedAt, startedAt } = interaction;
        const customer = customerOf(caller, draft.customerId, answeredAt !== null);
        const restricted = customer !== null && customer.restrictedAt !== null;
        return {
          id,
          direction,
          // Nobody calls back whom it is restricted to use.
          caller: restricted ? { kind: 'withheld' } : caller,
          customer: customer === null ? null : { id: customer.id, name: customer.name },
          restricted,
          answered: answeredAt !== null,
          end,
          reasonCode: draft.reasonCode,
          note: restricted ? '' : draft.note.trim().replace(/\s+/g, ' ').slice(0, noteLength),
          endedAt: endedAt ?? startedAt,
        };
      });
  } catch (error) {
    log.warn('recent', { error: errorName(error) });
    return [];
  }
}
