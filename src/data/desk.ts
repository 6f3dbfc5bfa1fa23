// What the desk may ask of the data process: each method of the contract, in the words of those who do it.
import type { CountryCode } from 'libphonenumber-js/max';
import type { deskData } from '#shared/contract/deskData';
import type { Implementation } from '#shared/contract/envelope';
import { failure } from '#shared/contract/failure';
import type { CustomerId } from '#shared/model/ids';
import { countryOf } from '#shared/model/site';
import { siteOf } from '#shared/protocol/workstation';
import { boardMethods, type RequestsDeps } from './boards/requests.ts';
import type { Files } from './db/files.ts';
import type { Interactions } from './drafts/interactions.ts';
import type { Cards } from './lookup/cards.ts';
import { editCustomer } from './outbox/edit.ts';
import { searchCustomers } from './search/search.ts';
import type { Session } from './session/session.ts';

export interface DeskDeps {
  readonly files: Files;
  readonly session: Session;
  readonly cards: Cards;
  /** Null while nobody is signed in. */
  readonly interactions: () => Interactions | null;
  readonly newId: () => string;
  readonly now: () => Date;
  readonly onCardOpened: (agentId: string, id: CustomerId) => void;
  /** An edit is in the outbox. */
  readonly onEdited: (id: CustomerId) => void;
  readonly boards: RequestsDeps;
}

export function deskMethods(deps: DeskDeps): Implementation<typeof deskData> {
  const { files, session, cards } = deps;

  function signedIn() {
    const interactions = deps.interactions();
    const kept = session.current();
    if (interactions === null || kept === null) throw failure('call.notNow', 'data', 'nobody is signed in');
    return { interactions, workstation: kept.workstation };
  }

  return {
    async signIn({ backendUrl, credentials }) {
      await session.signIn(backendUrl, credentials);
      return null;
    },
    signOut() {
      session.signOut();
      return null;
    },
    search({ text, limit }) {
      const { workstation } = signedIn();
      return files.cache((cache) => searchCustomers(cache, text, limit, countryOf(siteOf(workstation))));
    },
    getCustomer({ id }) {
      const { agent } = signedIn().workstation;
      const card = cards.get(id);
      if (card !== null) deps.onCardOpened(agent.id, id);
      return card;
    },
    editCustomer(edit) {
      const { workstation } = signedIn();
      const card = editCustomer(
        {
          files,
          cards,
          agentId: workstation.agent.id,
          country: workstation.company.country as CountryCode,
          newId: deps.newId,
          now: deps.now,
        },
        edit,
      );
      deps.onEdited(edit.id);
      return card;
    },
    saveDraft({ interactionId, draft }) {
      signedIn().interactions.saveDraft(interactionId, draft);
      return null;
    },
    closeInteraction({ interactionId, draft }) {
      const missing = signedIn().interactions.close(interactionId, draft);
      return missing.length === 0 ? { kind: 'closed' } : { kind: 'missing', parts: [...missing] };
    },
    moreTime({ interactionId }) {
      signedIn().interactions.moreTime(interactionId);
      return null;
    },
    prepareHandover({ interactionId, target, manner }) {
      signedIn().interactions.prepareHandover(interactionId, target, manner);
      return null;
    },
    ...boardMethods(deps.boards),
  };
}
