// A caller whom the cache does not hold: the backend is asked, and the screen-pop follows when an answer comes.
import type { OpenInteraction } from '#shared/contract/deskData';
import type { InteractionId } from '#shared/model/ids';
import type { Backend } from '../http/backend.ts';
import type { Cards } from './cards.ts';

export interface StrangerDeps {
  readonly backend: Pick<Backend, 'customersByPhone'>;
  readonly cards: Cards;
  readonly onFound: (id: InteractionId) => void;
}

/** Does nothing for callers who were found, and for those who show no number. */
export async function askForStranger(deps: StrangerDeps, { interaction, pop }: OpenInteraction): Promise<void> {
  const { caller } = interaction;
  if (caller.kind !== 'number' || (pop.match.kind !== 'notFound' && pop.match.kind !== 'failed')) return;
  const answer = await deps.backend.customersByPhone(caller.e164 ?? caller.number);
  if (answer.kind !== 'ok' || answer.value.customers.length === 0) return;
  for (const customer of answer.value.customers) deps.cards.welcome(customer);
  deps.onFound(interaction.id);
}
