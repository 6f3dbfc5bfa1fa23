// Main's own state: what the desk is told of doors, programs, settings and notices. Changed in one place, published to every desk port.
import type { Failure } from '#shared/contract/failure';
import type { GlobalKey, MainState, ProgramName, ProgramState, Settings } from '#shared/contract/main';
import { createEmitter } from '#shared/lib/emitter';
import type { Place } from '#shared/model/place';

export interface MainStore {
  get(): MainState;
  listen(listener: (state: MainState) => void): () => void;
  setSettings(settings: Settings): void;
  setProgram(name: ProgramName, program: ProgramState): void;
  setPractice(practice: MainState['practice']): void;
  /** A link asks for this number to be called; null: that is over. */
  setLink(number: string | null): void;
  /** A link leads there, in place of the one before; `wanted`: the agent has just pressed it in something of ours. */
  openPlace(place: Place, wanted: boolean): void;
  closePlaceLink(id: number): void;
  /** Keys that the system does not give. */
  setRefusedKeys(refused: readonly GlobalKey[]): void;
  addNotice(notice: Failure): void;
  /** Takes back the notices with this code: what they said is no longer so. */
  withdrawNotices(code: Failure['code']): void;
  dismissNotice(index: number): void;
}

export function createMainStore(
  version: string,
  settings: Settings,
  systemLocale: string,
  knowsGlobalKeys = true,
): MainStore {
  const changed = createEmitter<MainState>(() => {});
  const systemLanguage = systemLocale.toLowerCase().startsWith('it') ? 'it' : 'en';
  const stopped: ProgramState = { kind: 'stopped' };
  let state: MainState = {
    version,
    settings,
    language: settings.language ?? systemLanguage,
    programs: { phone: stopped, data: stopped, server: stopped, simulator: stopped },
    practice: null,
    notices: [],
    globalKeys: { known: knowsGlobalKeys, refused: [] },
    link: null,
    placeLink: null,
  };
  let links = 0;
  const set = (part: Partial<MainState>): void => {
    state = { ...state, ...part };
    changed.emit(state);
  };
  return {
    get: () => state,
    listen: changed.listen,
    setSettings: (next) => set({ settings: next, language: next.language ?? systemLanguage }),
    setProgram: (name, program) => set({ programs: { ...state.programs, [name]: program } }),
    setPractice: (practice) => set({ practice }),
    setLink(number) {
      if (number !== null) links += 1;
      set({ link: number === null ? null : { id: links, number } });
    },
    openPlace(place, wanted) {
      links += 1;
      set({ placeLink: { id: links, place, wanted } });
    },
    closePlaceLink(id) {
      if (state.placeLink?.id === id) set({ placeLink: null });
    },
    setRefusedKeys(refused) {
      const { globalKeys } = state;
      if (globalKeys.refused.join() !== refused.join()) set({ globalKeys: { ...globalKeys, refused: [...refused] } });
    },
    addNotice: (notice) => set({ notices: [...state.notices.filter((known) => known.code !== notice.code), notice] }),
    withdrawNotices: (code) => set({ notices: state.notices.filter((notice) => notice.code !== code) }),
    dismissNotice: (index) => set({ notices: state.notices.filter((_notice, at) => at !== index) }),
  };
}
