// A state of the gallery: made-up programs, and what is done on the page before it is looked at.
import type { DeskPrograms } from '#test/support/deskPrograms';

/** What is done on the page once it stands, so that the picture shows it. */
export type Gesture =
  | { readonly kind: 'click'; readonly testId: string }
  | { readonly kind: 'type'; readonly testId: string; readonly text: string }
  | { readonly kind: 'give'; readonly testId: string; readonly file: string }
  | { readonly kind: 'press'; readonly key: string }
  | { readonly kind: 'see'; readonly testId: string };

/** The next gesture needs what the one before has drawn, not what appears late. */
export const framesBetween = 3;

export interface GalleryState {
  readonly programs: DeskPrograms;
  /** The small window of the live call, in place of the desk. */
  readonly isPopOut?: true;
  readonly gestures?: readonly Gesture[];
}

export const click = (testId: string): Gesture => ({ kind: 'click', testId });
export const type = (testId: string, text: string): Gesture => ({ kind: 'type', testId, text });
export const press = (key: string): Gesture => ({ kind: 'press', key });
/** To a field for files: one of this name, in which there is a little. */
export const give = (testId: string, file: string): Gesture => ({ kind: 'give', testId, file });
/** Scrolled to where it is. */
export const see = (testId: string): Gesture => ({ kind: 'see', testId });
