// A desk over a state's made-up programs, in a look. Its clock stands still.
import { createDesk, type Desk } from '../../../src/renderer/desk/store/desk.ts';
import { afternoon } from '../deskPeople.ts';
import type { Look } from './gallery.ts';
import type { GalleryState } from './gestures.ts';

/** What of a look an agent chooses in the settings. */
export type ChosenLook = Required<Pick<Look, 'language' | 'theme' | 'contrast' | 'density'>>;

/** What the words of an address or of a toolbar ask for: the usual, where they do not say. */
export function lookOf(asked: Readonly<Record<string, unknown>>): ChosenLook {
  return {
    language: asked.language === 'en' ? 'en' : 'it',
    theme: asked.theme === 'dark' ? 'dark' : 'light',
    contrast: asked.contrast === 'more' ? 'more' : 'usual',
    density: asked.density === 'compact' ? 'compact' : 'comfortable',
  };
}

export function deskInState({ programs }: GalleryState, { language, ...look }: ChosenLook): Desk {
  const { main } = programs.state;
  programs.state.main = { ...main, language, settings: { ...main.settings, language, ...look } };
  const desk = createDesk({
    now: () => afternoon,
    after: (ms, callback) => {
      const timer = setTimeout(callback, ms);
      return () => clearTimeout(timer);
    },
    onPopPainted: () => {},
    onRefused: (reason) => console.error(reason),
  });
  for (const program of ['main', 'phone', 'data'] as const) programs.open(program, desk.accept);
  return desk;
}
