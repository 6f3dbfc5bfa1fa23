// Figures of days and queues: their charts, what is hidden, and where there is nothing to count.
import { failure } from '#shared/contract/failure';
import { figuresPrograms, noFigures } from '#test/support/deskFigures';
import { click, type GalleryState, type Gesture, see } from './gestures.ts';

const page = (programs: GalleryState['programs'], ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [click('figures'), ...gestures],
});

function away(): GalleryState['programs'] {
  const programs = figuresPrograms();
  programs.answers.data.figures = () => {
    throw failure('backend.unreachable', 'network', 'gone');
  };
  return programs;
}

export const figuresStates: Readonly<Record<string, () => GalleryState>> = {
  figures: () => page(figuresPrograms()),
  'figures-reasons': () => page(figuresPrograms(), see('figures-reasons')),
  'figures-transfers': () => page(figuresPrograms(), see('figures-transfers')),
  'figures-table': () => page(figuresPrograms(), click('figure-averageWait'), click('figure-as-table')),
  'figures-chats': () => page(figuresPrograms(), click('figure-chatAbandonRate'), see('figures-chats')),
  'figures-whole': () => page(figuresPrograms(), click('figure-firstContactResolution')),
  'figures-hidden': () => page(figuresPrograms({ total: noFigures.total }), click('figure-handlingTime')),
  'figures-empty': () => page(figuresPrograms(noFigures)),
  'figures-away': () => page(away()),
};
