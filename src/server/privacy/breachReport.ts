// The register of breaches to be handed over (GDPR art. 33.5): what has happened, its effects and what was done, whether the authority was told
// in time. One breach, or all of them.
import type { Breach } from '#shared/protocol/privacy';
import { type Block, pdfOf } from '../pdf/document.ts';
import type { Labels } from './holdings.ts';

const words = {
  register: { it: 'Registro delle violazioni', en: 'Register of breaches' },
  one: { it: 'Violazione di dati personali', en: 'Breach of personal data' },
  asOf: { it: 'al', en: 'as of' },
  none: { it: 'Nessuna violazione.', en: 'No breaches.' },
  found: { it: 'Scoperta', en: 'Found' },
  reported: { it: 'Segnalata', en: 'Reported' },
  by: { it: 'da', en: 'by' },
  nature: { it: 'Di che tipo', en: 'Kind' },
  confidentiality: { it: 'dati visti da altri', en: 'data seen by others' },
  integrity: { it: 'dati cambiati o sbagliati', en: 'data changed or wrong' },
  availability: { it: 'dati persi o non raggiungibili', en: 'data lost or out of reach' },
  what: { it: 'Che cosa è successo', en: 'What has happened' },
  data: { it: 'Categorie di dati', en: 'Categories of data' },
  people: { it: 'Persone interessate', en: 'People concerned' },
  unknown: { it: 'non si sa', en: 'not known' },
  effects: { it: 'Rischio per le persone', en: 'Risk for people' },
  unjudged: { it: 'non ancora valutato', en: 'not judged yet' },
  noRisk: { it: 'improbabile', en: 'unlikely' },
  risk: { it: 'rischio', en: 'a risk' },
  high: { it: 'rischio elevato', en: 'a high risk' },
  measures: { it: 'Misure prese', en: 'Measures taken' },
  due: { it: 'Garante entro (art. 33)', en: 'Authority by (art. 33)' },
  authority: { it: 'Garante avvisato', en: 'Authority told' },
  inTime: { it: 'entro le 72 ore', en: 'within the 72 hours' },
  late: { it: 'oltre le 72 ore', en: 'after the 72 hours' },
  notTold: { it: 'non avvisato', en: 'not told' },
  persons: { it: 'Persone avvisate (art. 34)', en: 'People told (art. 34)' },
  closed: { it: 'Chiusa', en: 'Closed' },
  open: { it: 'ancora aperta', en: 'still open' },
  lessons: { it: 'Che cosa cambia', en: 'What changes' },
} as const satisfies Readonly<Record<string, Labels>>;

interface Asked {
  readonly company: string;
  readonly at: Date;
  readonly timeZone: string;
  readonly language: 'it' | 'en';
  readonly assets: string;
}

/** `found`: one alone is a document of its own. */
export function breachReport(
  found:
    | { readonly kind: 'one'; readonly breach: Breach }
    | { readonly kind: 'all'; readonly breaches: readonly Breach[] },
  { company, at, timeZone, language, assets }: Asked,
): Promise<Buffer> {
  const w = (name: keyof typeof words): string => words[name][language];
  const moment = momentIn(language, timeZone);
  const title = w(found.kind === 'one' ? 'one' : 'register');
  const about = `${company} · ${w('asOf')} ${moment(at.toISOString())}`;
  const breaches = found.kind === 'one' ? [found.breach] : found.breaches;
  const blocks: Block[] =
    breaches.length === 0
      ? [{ kind: 'text', text: w('none') }]
      : breaches.flatMap((breach, place): Block[] => [
          ...(found.kind === 'all'
            ? [{ kind: 'heading' as const, text: `${place + 1}. ${moment(breach.foundAt)}` }]
            : []),
          ...fieldsOf(breach, w, moment),
        ]);
  return pdfOf({ title, about, language, blocks }, assets);
}

/** Where the company is, and with the time zone's name: 72 hours are counted by it. */
const momentIn = (language: 'it' | 'en', timeZone: string): ((iso: string) => string) => {
  const format = new Intl.DateTimeFormat(language === 'it' ? 'it-IT' : 'en-GB', {
    ...{ timeZone, year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit' },
    timeZoneName: 'short',
  });
  return (iso) => format.format(new Date(iso));
};

function fieldsOf(breach: Breach, w: (name: keyof typeof words) => string, moment: (iso: string) => string): Block[] {
  const { facts, risk, why, authorityDue, authorityToldAt, personsToldAt, closedAt, lessons } = breach;
  const field = (name: keyof typeof words, value: string): Block[] =>
    value === '' ? [] : [{ kind: 'field', name: w(name), value }];
  const judged = risk === null ? w('unjudged') : `${w(risk === 'none' ? 'noRisk' : risk)}: ${why}`;
  const inTime = authorityToldAt !== null && Date.parse(authorityToldAt) <= Date.parse(authorityDue);
  return [
    ...field('what', facts.what),
    ...field('found', moment(breach.foundAt)),
    ...field('reported', [moment(breach.reportedAt), breach.reportedBy].filter(Boolean).join(` ${w('by')} `)),
    ...field('nature', facts.nature.map(w).join(', ')),
    ...field('data', facts.data),
    ...field('people', facts.people === null ? w('unknown') : String(facts.people)),
    ...field('measures', facts.measures),
    ...field('effects', judged),
    ...field('due', moment(authorityDue)),
    ...field(
      'authority',
      authorityToldAt === null ? w('notTold') : `${moment(authorityToldAt)} (${w(inTime ? 'inTime' : 'late')})`,
    ),
    ...field('persons', personsToldAt === null ? '' : moment(personsToldAt)),
    ...field('closed', closedAt === null ? w('open') : moment(closedAt)),
    ...field('lessons', lessons),
  ];
}
