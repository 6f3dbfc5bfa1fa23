// A second look at what the desk looks at, for the small window: the same programs and intents, nothing typed, nobody signed in or followed from here.
import { createStore } from 'zustand/vanilla';
import { createRegistry } from '../commands/registry.ts';
import { applyDataEvent } from './applyDataEvent.ts';
import { createPrograms } from './connections.ts';
import type { Desk, DeskDeps } from './desk.ts';
import { type DeskState, emptyDeskState } from './deskState.ts';
import { createDraftKeeper } from './draftKeeper.ts';
import { createIntents } from './intents.ts';
import { createSignIn } from './signIn.ts';
import { createUndo } from './undo.ts';

export function createWatcher({ now, after, onRefused }: Omit<DeskDeps, 'onPopPainted'>): Desk {
  const store = createStore<DeskState>(() => emptyDeskState);
  const { getState: get } = store;
  const set = (change: Partial<DeskState>) => store.setState(change);
  const programs = createPrograms({
    onRefused,
    main: { onSnapshot: (main) => set({ main }), onEvent: ({ state }) => set({ main: state }) },
    phone: {
      onSnapshot: (phone) => set({ phone }),
      onEvent: (event) => event.kind === 'phoneChanged' && set({ phone: event.state }),
    },
    data: {
      onSnapshot: (data) => set({ data }),
      onEvent(event) {
        const { data } = get();
        if (data === null) return;
        set({ data: applyDataEvent(data, event) });
        if (event.kind === 'customersChanged') intents.loadShownCards(event.ids);
      },
    },
  });
  const drafts = createDraftKeeper({
    save: (interactionId, draft) => programs.data.saveDraft({ interactionId, draft }),
    onTyped: () => {},
    after,
  });
  const undo = createUndo({ set, after });
  const signIn = createSignIn({ programs, get, set });
  const intents = createIntents({ programs, drafts, signIn, undo, get, set });
  return {
    store,
    intents,
    commands: createRegistry(onRefused),
    accept: programs.accept,
    now,
    onPopPainted: () => {},
    dispose() {
      drafts.dispose();
      programs.dispose();
    },
  };
}
