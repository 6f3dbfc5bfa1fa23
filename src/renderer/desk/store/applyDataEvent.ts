// What the data process tells, applied to its last snapshot.
import type { DeskDataState, deskData, OpenInteraction } from '#shared/contract/deskData';
import type { EventOf } from '#shared/contract/envelope';
import { never } from '#shared/lib/must';

const isOver = ({ interaction }: OpenInteraction): boolean =>
  interaction.stage === 'closed' || interaction.stage === 'unanswered';

/** Replaces the interaction where it stands, or adds it at the end: oldest first stays oldest first. */
function placed(open: readonly OpenInteraction[], changed: OpenInteraction): OpenInteraction[] {
  const rest = open.filter(({ interaction }) => interaction.id !== changed.interaction.id);
  if (isOver(changed)) return rest;
  const at = open.findIndex(({ interaction }) => interaction.id === changed.interaction.id);
  return at === -1 ? [...rest, changed] : rest.toSpliced(at, 0, changed);
}

export function applyDataEvent(state: DeskDataState, event: EventOf<typeof deskData>): DeskDataState {
  switch (event.kind) {
    case 'sessionChanged':
      return { ...state, session: event.session };
    case 'syncChanged':
      return { ...state, sync: event.sync };
    case 'interactionOpened':
    case 'interactionChanged':
      return { ...state, open: placed(state.open, event.open) };
    case 'interactionGone':
      return { ...state, open: state.open.filter(({ interaction }) => interaction.id !== event.interactionId) };
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
    default:
      return never(event);
  }
}
