// What a customer says about the use of their data: onto the disk and into the outbox at once, whether the backend is there or not.
import { failure } from '#shared/contract/failure';
import type { CustomerCard } from '#shared/contract/screenPop';
import { must } from '#shared/lib/must';
import type { ConsentWord } from '#shared/model/consent';
import type { CustomerId, InteractionId } from '#shared/model/ids';
import { type ConsentDraft, consentDraftSchema } from '#shared/protocol/consents';
import type { Files } from '../db/files.ts';
import type { Cards } from '../lookup/cards.ts';

export interface ConsentDeps {
  readonly files: Files;
  readonly cards: Cards;
  readonly agentId: string;
  readonly newId: () => string;
  readonly now: () => Date;
}

export interface Said extends Omit<ConsentWord, 'at'> {
  readonly customerId: CustomerId;
  readonly interactionId: InteractionId | null;
  /** Null: this very moment. */
  readonly at: string | null;
}

/** On the disk when it returns the card with it. Throws `contract.refused` for a customer who is not known, `files.diskFull`. */
export function tellConsent(deps: ConsentDeps, { at, ...said }: Said): CustomerCard {
  if (deps.cards.get(said.customerId) === null) throw failure('contract.refused', 'data', 'no such customer here');
  const id = deps.newId();
  const body: ConsentDraft = consentDraftSchema.parse({ ...said, id, at: at ?? deps.now().toISOString() });
  // Words may arrive in any order: each goes by itself.
  const entry = {
    id,
    agentId: deps.agentId,
    kind: 'consent',
    target: id,
    baseVersion: null,
    base: null,
    body,
  } as const;
  deps.files.work(({ outbox }) => outbox.add(entry, deps.now()));
  return must(deps.cards.get(said.customerId), 'a card that was there');
}
