// What is new for whoever answers customers, version by version, the newest first: a few sentences that fit on one screen. CHANGELOG.md has everything.

export interface NewsItem {
  readonly title: Readonly<Record<'it' | 'en', string>>;
  readonly text: Readonly<Record<'it' | 'en', string>>;
  /** What it is done by, as the desk's table of commands calls it: its key is shown. */
  readonly command?: string;
}

export interface Edition {
  /** "0.1.0": that of the app in which it came. */
  readonly version: string;
  readonly items: readonly NewsItem[];
}

export const news: readonly Edition[] = [
  {
    version: '0.1.0',
    items: [
      {
        title: { it: 'Collegamenti', en: 'Links' },
        text: {
          it: 'Un cliente, una pratica e una procedura si aprono da un collegamento, che si copia dalla loro pagina. Durante una chiamata la schermata non cambia da sola.',
          en: 'A customer, a case and a procedure open from a link, which is copied from their page. During a call the screen does not change by itself.',
        },
        command: 'copyLink',
      },
      {
        title: { it: 'Tutto dallo stesso campo', en: 'Everything from one field' },
        text: {
          it: 'Il campo di ricerca trova anche le pratiche e le procedure, oltre ai clienti e a ciò che si può fare in quel momento.',
          en: 'The search field finds cases and procedures too, beside customers and what can be done at that moment.',
        },
        command: 'search',
      },
      {
        title: { it: 'Annullare', en: 'Undo' },
        text: {
          it: 'L’ultima cosa fatta si annulla per dieci secondi, e una lavorazione salvata si corregge per un po’.',
          en: 'What was done last can be taken back for ten seconds, and a wrap-up that was saved can be corrected for a while.',
        },
        command: 'undo',
      },
    ],
  },
];

const partsOf = (version: string): readonly number[] => version.split(/[.+-]/).slice(0, 3).map(Number);

/** Whether `one` came after `other`; both as "0.1.0". */
export function isLater(one: string, other: string): boolean {
  const [first, second] = [partsOf(one), partsOf(other)];
  const at = first.findIndex((part, index) => part !== second[index]);
  return at >= 0 && (first[at] ?? 0) > (second[at] ?? 0);
}

/** The newest of them that this version has. Null: there is none. */
export const newestFor = (version: string, editions: readonly Edition[] = news): Edition | null =>
  editions.find((edition) => !isLater(edition.version, version)) ?? null;
