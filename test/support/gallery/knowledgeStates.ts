// The knowledge base beside a call and on its page: looked for, read, ticked, written.
import { failure } from '#shared/contract/failure';
import {
  compensation,
  hours,
  instalments,
  knowledgePrograms,
  noInternet,
  withArticles,
} from '#test/support/deskArticles';
import { callFor, carlo, interactionOf, secondsAgo, talking } from '#test/support/deskPeople';
import { createDeskPrograms, type DeskPrograms, quietData, readyPhone } from '#test/support/deskPrograms';
import { madeArticle } from '#test/support/madeArticles';
import { click, type GalleryState, type Gesture, press, type } from './gestures.ts';

const all = [hours, compensation, noInternet, instalments];

function inCall(reasonCode: string | null, articles: typeof all, here: boolean, ...gestures: Gesture[]): GalleryState {
  const note = 'Richiesta — Linea assente da tre settimane.';
  const draft = { note, customerId: carlo.customer.id, identification: 'standard' as const, reasonCode };
  const open = interactionOf({ stage: 'live', draft });
  const programs = createDeskPrograms({
    phone: { ...readyPhone(), calls: [callFor(open, { startedAt: secondsAgo(140), phase: talking() })] },
    data: { ...quietData(), open: [open] },
  });
  return { programs: withArticles(programs, articles, here), gestures };
}
const read = (code: string): Gesture[] => [press('F7'), type('article-find', code), press('Enter')];

const page = (programs: DeskPrograms, ...gestures: Gesture[]): GalleryState => ({
  programs,
  gestures: [click('knowledge'), ...gestures],
});
const readOnPage = (code: string): Gesture[] => [type('article-find', code), press('Enter')];

function offline(programs: DeskPrograms): DeskPrograms {
  programs.state.data.sync.link = { kind: 'offline', sinceAt: secondsAgo(600) };
  programs.answers.data.articleGaps = () => {
    throw failure('backend.unreachable', 'network', 'gone');
  };
  return programs;
}
function conflicting(programs: DeskPrograms): DeskPrograms {
  programs.answers.data.saveArticle = () => ({
    kind: 'conflict',
    current: { ...hours, edition: 4, byName: 'Luca Moro' },
  });
  return programs;
}

const longWords = 'Attivazione, disattivazione, portabilità e subentro con cambio di intestatario in caso di decesso';
const long = madeArticle(999, {
  code: 'KB-999',
  title: { it: longWords, en: longWords },
  about: { it: longWords.repeat(2), en: longWords },
  body: {
    it: Array.from({ length: 14 }, (_none, n) => `## Parte ${n + 1}\n- ${longWords}\n- **${longWords}**`).join('\n'),
    en: '',
  },
  say: Array.from({ length: 4 }, () => ({ it: `${longWords}.`, en: `${longWords}.` })),
  facts: Array.from({ length: 6 }, (_none, n) => ({
    name: { it: `Documento ${n + 1}`, en: `Document ${n + 1}` },
    value: { it: 'certificato di morte o autocertificazione', en: 'death certificate or signed statement' },
  })),
});

export const knowledgeStates: Readonly<Record<string, () => GalleryState>> = {
  'knowledge-suggested': () => inCall('REC-04', all, true),
  'knowledge-find': () => inCall('REC-04', all, true, press('F7')),
  'knowledge-typed': () => inCall(null, all, true, press('F7'), type('article-find', 'orari')),
  'knowledge-none': () => inCall(null, all, true, press('F7'), type('article-find', 'bonus sociale')),
  'knowledge-empty': () => inCall(null, [], true, press('F7')),
  'knowledge-loading': () => inCall(null, [], false, press('F7')),
  'knowledge-read': () => inCall(null, all, true, ...read('KB-011')),
  'knowledge-expired': () => inCall(null, all, true, ...read('KB-118')),
  'knowledge-tree': () => inCall('TEC-01', all, true, ...read('KB-301'), click('answer-rossa')),
  'knowledge-through': () =>
    inCall('TEC-01', all, true, ...read('KB-301'), click('answer-rossa'), click('answer-spostato')),
  'knowledge-long': () => inCall(null, [...all, long], true, ...read('KB-999')),
  'knowledge-page': () => page(knowledgePrograms()),
  'knowledge-page-read': () => page(knowledgePrograms('lead'), ...readOnPage('KB-301')),
  'knowledge-page-long': () => page(knowledgePrograms('agent', [...all, long]), ...readOnPage('KB-999')),
  'knowledge-page-offline': () => page(offline(knowledgePrograms('lead'))),
  'knowledge-write': () => page(knowledgePrograms('lead'), ...readOnPage('KB-011'), click('edit-article')),
  'knowledge-write-wrong': () => page(knowledgePrograms('lead'), click('new-article'), click('article-save')),
  'knowledge-write-conflict': () =>
    page(conflicting(knowledgePrograms('lead')), ...readOnPage('KB-011'), click('edit-article'), click('article-save')),
  'knowledge-preview': () =>
    page(
      conflicting(knowledgePrograms('lead')),
      ...readOnPage('KB-011'),
      click('edit-article'),
      click('article-save'),
      click('article-preview'),
    ),
};
