// The knowledge base as the desk sees it: some articles of a made-up company, found the way the data process finds them.
import type { ArticlesFound } from '#shared/contract/articles';
import { type Article, articleHeadSchema, suggested } from '#shared/model/article';
import type { Role } from '#shared/model/role';
import { workstation } from './deskPeople.ts';
import { createDeskPrograms, type DeskPrograms } from './deskPrograms.ts';
import { madeArticle } from './madeArticles.ts';

const text = (it: string, en = '') => ({ it, en });
const option = (code: string, it: string, en: string, next: string | null, end: [string, string] | null = null) => ({
  ...{ code, name: text(it, en), next, end: end === null ? null : text(...end) },
});

export const hours = madeArticle(11, {
  code: 'KB-011',
  title: text('Sportello di via Verdi: orari', 'Via Verdi branch: opening hours'),
  about: text(
    'Quando è aperto, e che cosa si può fare senza andarci.',
    'When it is open, and what can be done without going.',
  ),
  body: text(
    'Nei giorni festivi lo sportello è chiuso.\n## Che cosa si può fare allo sportello\n- subentri e volture\n- consegna di dispositivi\n\nQuasi tutto si può fare **online**, a ogni ora.',
    'On public holidays the branch is closed.',
  ),
  say: [
    text(
      'Lo sportello di via Verdi è aperto dal lunedì al venerdì dalle 9 alle 13.',
      'The branch in via Verdi is open from Monday to Friday from 9 to 13.',
    ),
  ],
  facts: [
    { name: text('Lun–ven', 'Mon–Fri'), value: text('9–13', '9–13') },
    { name: text('Giovedì anche', 'Thursday also'), value: text('14:30–17', '14:30–17') },
  ],
  reasons: ['INF-01'],
  validFrom: '2025-09-01',
});

export const noInternet = madeArticle(301, {
  code: 'KB-301',
  title: text('Internet non funziona: luci, cavo, riavvio', 'No internet: lights, cable, restart'),
  about: text('Tre verifiche prima di chiamare il tecnico.', 'Three checks before a technician is sent.'),
  body: text('Parole semplici: «la scatola con le luci».', 'Plain words: “the box with the lights”.'),
  say: [text('La luce «Linea» di che colore è?', 'Which colour is the light “Line”?')],
  facts: [{ name: text('Riavvio', 'Restart'), value: text('2 minuti', '2 minutes') }],
  steps: [
    { kind: 'tick', code: 'guasto-di-zona', ask: text('Nessun guasto di zona', 'No outage in the area') },
    {
      kind: 'choice',
      code: 'luci',
      ask: text('La luce «Linea» com’è?', 'How is the light “Line”?'),
      options: [
        option('rossa', 'Rossa', 'Red', 'cavo'),
        option('verde', 'Verde fissa', 'Steady green', null, ['Riavviare la scatola.', 'Restart the box.']),
      ],
    },
    {
      kind: 'choice',
      code: 'cavo',
      ask: text('Il cavo grigio è al suo posto?', 'Is the grey cable in place?'),
      options: [
        option('spostato', 'No: spostato', 'No: moved', null, [
          'Motivo TEC-01, esito RIS-1.',
          'Reason TEC-01, outcome RIS-1.',
        ]),
        option('giusto', 'Sì', 'Yes', null, ['Aprire una pratica al tecnico.', 'Open a case for the technician.']),
      ],
    },
  ],
  reasons: ['TEC-01', 'REC-04'],
  validFrom: '2026-01-01',
});

export const compensation = madeArticle(210, {
  code: 'KB-210',
  title: text('Indennizzi per il servizio che manca', 'Compensation when the service is missing'),
  about: text('Che cosa spetta, e che cosa si può offrire.', 'What is due, and what may be offered.'),
  say: [text('L’indennizzo arriva da solo in bolletta.', 'The compensation comes with the bill.')],
  reasons: ['REC-04'],
  validFrom: '2025-01-01',
  reviewBy: '2026-11-01',
});

export const instalments = madeArticle(118, {
  code: 'KB-118',
  title: text('Rateizzare una bolletta', 'Paying a bill in instalments'),
  about: text('Chi può chiederlo, in quante rate.', 'Who may ask, how many instalments.'),
  facts: [{ name: text('Rate', 'Instalments'), value: text('da 2 a 6', '2 to 6') }],
  reasons: ['FAT-04'],
  validFrom: '2024-01-01',
  validTo: '2026-10-31',
});

export const draft = madeArticle(302, {
  code: 'KB-302',
  title: text('Modem nuovo: primo collegamento', 'New modem: first connection'),
  state: 'draft',
});

const agents = [hours, compensation, noInternet, instalments];

/** As `data/articles` answers. */
export function findAmong(articles: readonly Article[], here = true) {
  return ({ text: typed, reasons, day }: { text: string; reasons: readonly string[]; day: string }): ArticlesFound => {
    const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
    const heads = articles.map((article) => articleHeadSchema.parse(article));
    const found = heads.filter(({ title, code }) =>
      words.every((word) => `${title.it} ${title.en} ${code}`.toLowerCase().includes(word)),
    );
    return {
      here,
      all: articles.length,
      suggested: suggested(heads, reasons, day),
      found: found
        .sort((a, b) => (a.code < b.code ? -1 : 1))
        .map((head) => ({
          head,
          marks: words
            .map((word): [number, number] => [head.title.it.toLowerCase().indexOf(word), 0])
            .filter(([from]) => from >= 0)
            .map(([from], n): [number, number] => [from, from + (words[n]?.length ?? 0)]),
        })),
    };
  };
}

/** Answers for these articles, in whatever situation. */
export function withArticles(programs: DeskPrograms, articles: readonly Article[] = agents, here = true): DeskPrograms {
  const { data } = programs.answers;
  data.articles = findAmong(articles, here);
  data.article = ({ id }) => articles.find((article) => article.id === id) ?? null;
  data.articleGaps = () => ({
    gaps: [
      { words: 'bonus sociale', reasons: ['INF-04'], times: 7, lastOn: '2026-11-24' },
      { words: 'fibra in campagna', reasons: [], times: 1, lastOn: '2026-11-20' },
    ],
  });
  data.saveArticle = ({ edition, content }) => ({
    kind: 'saved',
    article: { ...hours, ...content, edition: edition + 1 },
  });
  return programs;
}

export function knowledgePrograms(role: Role = 'agent', articles: readonly Article[] = agents): DeskPrograms {
  const programs = createDeskPrograms();
  const { session } = programs.state.data;
  if (session.kind === 'signedIn')
    session.workstation = { ...workstation(false), agent: { ...session.workstation.agent, role } };
  return withArticles(programs, role === 'agent' ? articles : [...articles, draft]);
}
