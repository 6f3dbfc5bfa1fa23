// What a desk makes of the data process's events: the state it holds, one event later.
import type { DeskDataState, deskData } from '#shared/contract/deskData';
import type { EventOf } from '#shared/contract/envelope';

export function deskAfter(state: DeskDataState, event: EventOf<typeof deskData>): DeskDataState {
  switch (event.kind) {
    case 'sessionChanged':
      return { ...state, session: event.session };
    case 'syncChanged':
      return { ...state, sync: event.sync };
    case 'interactionOpened':
      return { ...state, open: [...state.open, event.open] };
    case 'interactionChanged':
      return {
        ...state,
        open: state.open.map((open) => (open.interaction.id === event.open.interaction.id ? event.open : open)),
      };
    case 'interactionGone':
      return { ...state, open: state.open.filter((open) => open.interaction.id !== event.interactionId) };
    case 'recentChanged':
      return { ...state, recent: event.recent };
    case 'boardsChanged':
      return { ...state, boards: event.boards };
    case 'chatsChanged':
      return { ...state, chats: event.chats };
    case 'listsChanged':
      return { ...state, lists: event.lists };
    case 'preferencesChanged':
      return { ...state, preferences: event.preferences };
    case 'attachmentsChanged':
      return { ...state, attachments: event.attachments };
    case 'savingChanged':
      return { ...state, saving: event.saving };
    case 'articlesChanged':
      return { ...state, articles: event.articles };
    case 'dayChanged':
      return { ...state, day: event.day };
    case 'customersChanged':
      return state;
  }
}
