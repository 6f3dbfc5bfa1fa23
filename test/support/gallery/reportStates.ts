// Reports: their list, a new one, one being written, looked at by somebody else, sent back, signed.

import { afternoon, at, ulid } from '#test/support/deskPeople';
import { reportOf, reportPrograms, said } from '#test/support/deskReports';
import { click, type GalleryState, type Gesture, see } from './gestures.ts';

const page = (programs: GalleryState['programs'], ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [click('reports'), see('reports-page'), ...gestures],
});
const opened = (...differing: Parameters<typeof reportOf>) =>
  page(reportPrograms(reportOf(...differing)), click('report-row'), see('report-page'));

const month = { from: '2026-10-01', to: '2026-10-31', by: 'day' } as const;
const signed = { by: 'Paolo Villa', at: at(afternoon) };
const returned = { by: 'Paolo Villa', words: 'Mancano i casi critici e chi li segue domani.' };

export const reportStates: Readonly<Record<string, () => GalleryState>> = {
  reports: () =>
    page(
      reportPrograms(
        reportOf({ words: said }),
        reportOf({
          id: ulid('K', 2),
          state: 'asked',
          isOwn: false,
          by: 'Paolo Villa',
          madeBy: 'Paolo Villa',
          words: said,
        }),
        reportOf({ id: ulid('K', 3), span: 'month', asked: month, state: 'confirmed', signed, words: said }),
        reportOf({ id: ulid('K', 4), isReturned: true, returned, words: said }),
      ),
    ),
  'reports-empty': () => page(reportPrograms()),
  'reports-new': () => page(reportPrograms(), click('new-report'), see('report-making')),
  'report-draft': () => opened({ words: said }),
  'report-asked': () => opened({ words: said, state: 'asked', isOwn: false, by: 'Paolo Villa', madeBy: 'Paolo Villa' }),
  'report-returned': () => opened({ words: said, isReturned: true, returned }),
  'report-signed': () => opened({ words: said, state: 'confirmed', signed }),
};
