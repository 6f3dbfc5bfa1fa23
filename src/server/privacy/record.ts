// The record of processing (GDPR art. 30), made from what is in force here at this moment: processings, what the tables hold, rules of
// retention, who has which role, agreements on supervision.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { SupervisionPolicy } from '#shared/model/policy';
import type { Seen } from '../db/seenBy.ts';
import { type Block, pdfOf } from '../pdf/document.ts';
import { companyPolicy } from '../repositories/workstation.ts';
import { holdings, type Labels } from './holdings.ts';

interface ProcessingRecord {
  readonly company: string;
  readonly clients: readonly string[];
  readonly processings: readonly {
    readonly code: string;
    readonly purpose: Labels;
    readonly basis: string;
    readonly subjects: Labels;
    readonly categories: Labels;
    readonly recipients: Labels;
    readonly transfers: Labels;
    /** False: the proposal that came with the program. */
    readonly confirmed: boolean;
  }[];
  /** What is held, of how many. */
  readonly held: readonly { readonly what: Labels; readonly rows: number }[];
  readonly retention: readonly {
    readonly why: Labels;
    readonly keptFor: string;
    readonly basis: string;
    readonly inForce: boolean;
  }[];
  readonly roles: Readonly<Record<string, number>>;
  /** Who listens to calls or sees states by name, by which agreement; null: nobody does. */
  readonly supervision: SupervisionPolicy | null;
  /** What guards the data, as this program does it. */
  readonly security: readonly Labels[];
}

const security: readonly Labels[] = [
  {
    it: 'Sui posti di lavoro i dati sono cifrati (chiave nel portachiavi del sistema)',
    en: 'On workstations data are encrypted (key in the system’s key store)',
  },
  {
    it: 'La base di dati mostra a ciascuno le sole righe che può vedere (row-level security)',
    en: 'The database shows everybody the rows they may see, and no others (row-level security)',
  },
  {
    it: 'Letture e modifiche sono in un registro a catena, senza valori dei dati',
    en: 'Reading and changing is in a chained log, without any value of the data',
  },
  { it: 'Segnalazione e audio cifrati (wss, SRTP)', en: 'Signalling and sound are encrypted (wss, SRTP)' },
];

/** With the house's eyes. */
export async function recordOf(tx: Seen): Promise<ProcessingRecord> {
  const company = await tx.selectFrom('company').select('name').executeTakeFirst();
  const clients = await tx.selectFrom('clients').select('name').where('id', '<>', 'company').orderBy('name').execute();
  const processings = await tx.selectFrom('processings').selectAll().orderBy('position').orderBy('code').execute();
  const rules = await tx.selectFrom('retention_rules').selectAll().orderBy('position').orderBy('code').execute();
  const roles = await sql<{ role: string; n: number }>`
    select role, count(*)::int as n from agents where active group by role order by role`.execute(tx);
  const held = [];
  for (const { table, what, fields } of holdings.toReversed()) {
    if (Object.keys(fields).length === 0) continue;
    const { rows } = await sql<{ n: number }>`select count(*)::int as n from ${sql.table(table)}`.execute(tx);
    held.push({ what, rows: rows[0]?.n ?? 0 });
  }
  return {
    company: company?.name ?? '',
    clients: clients.map(({ name }) => name),
    processings: processings.map(({ position: _, confirmed_by, confirmed_at, ...processing }) => ({
      ...processing,
      confirmed: confirmed_by !== null && confirmed_at !== null,
    })),
    held,
    retention: rules.map(({ why, kept_for, basis, in_force }) => ({
      why,
      keptFor: kept_for,
      basis,
      inForce: in_force,
    })),
    roles: Object.fromEntries(roles.rows.map(({ role, n }) => [role, n])),
    supervision: (await companyPolicy(tx)).supervision,
    security,
  };
}

/** Of what was decided: the same record, whatever the numbers of rows are today, has the same one. */
export function editionOf({ held: _, ...decided }: ProcessingRecord): string {
  return createHash('sha256').update(JSON.stringify(decided)).digest('hex').slice(0, 12);
}

const words = {
  processings: { it: 'Trattamenti', en: 'Processings' },
  proposal: { it: 'proposta, da confermare', en: 'proposal, to be confirmed' },
  basis: { it: 'Base giuridica', en: 'Legal basis' },
  subjects: { it: 'Interessati', en: 'Data subjects' },
  categories: { it: 'Categorie di dati', en: 'Categories of data' },
  recipients: { it: 'Destinatari', en: 'Recipients' },
  transfers: { it: 'Trasferimenti', en: 'Transfers' },
  held: { it: 'Che cosa è conservato', en: 'What is held' },
  retention: { it: 'Conservazione', en: 'Retention' },
  roles: { it: 'Chi ha accesso', en: 'Who has access' },
  clients: { it: 'Committenti', en: 'Client companies' },
  security: { it: 'Sicurezza', en: 'Security' },
  supervision: { it: 'Supervisione', en: 'Supervision' },
  none: { it: 'Nessuna', en: 'None' },
};
const bases: Readonly<Record<string, Labels>> = {
  contract: { it: 'contratto', en: 'contract' },
  legalObligation: { it: 'obbligo di legge', en: 'legal obligation' },
  legitimateInterest: { it: 'legittimo interesse', en: 'legitimate interest' },
  consent: { it: 'consenso', en: 'consent' },
};
const units: Readonly<Record<string, Labels>> = {
  D: { it: 'giorni', en: 'days' },
  M: { it: 'mesi', en: 'months' },
  Y: { it: 'anni', en: 'years' },
};

function recordBlocks(record: ProcessingRecord, language: 'it' | 'en'): Block[] {
  const say = (labels: Labels | undefined): string => labels?.[language] ?? '';
  const w = (name: keyof typeof words): string => words[name][language];
  const period = (keptFor: string): string => `${keptFor.slice(1, -1)} ${say(units[keptFor.slice(-1)])}`;
  return [
    { kind: 'heading', text: w('processings') },
    ...record.processings.flatMap((one): Block[] => [
      { kind: 'entry', text: `${say(one.purpose)}${one.confirmed ? '' : ` (${w('proposal')})`}` },
      { kind: 'field', name: w('basis'), value: say(bases[one.basis]) },
      ...(['subjects', 'categories', 'recipients', 'transfers'] as const).map(
        (field): Block => ({ kind: 'field', name: w(field), value: say(one[field]) }),
      ),
    ]),
    { kind: 'heading', text: w('retention') },
    ...record.retention.map(
      (rule): Block => ({
        kind: 'field',
        name: period(rule.keptFor),
        value: `${say(rule.why)} – ${say(bases[rule.basis])}${rule.inForce ? '' : ` (${w('proposal')})`}`,
      }),
    ),
    { kind: 'heading', text: w('held') },
    ...record.held.map(({ what, rows }): Block => ({ kind: 'field', name: String(rows), value: say(what) })),
    { kind: 'heading', text: w('roles') },
    ...Object.entries(record.roles).map(([role, n]): Block => ({ kind: 'field', name: String(n), value: role })),
    { kind: 'heading', text: w('clients') },
    { kind: 'text', text: record.clients.join(', ') || w('none') },
    { kind: 'heading', text: w('supervision') },
    { kind: 'text', text: record.supervision === null ? w('none') : record.supervision.legalReference },
    { kind: 'heading', text: w('security') },
    ...record.security.map((one): Block => ({ kind: 'text', text: `– ${say(one)}` })),
  ];
}

/** Dated, and with the edition by which two of them can be told apart. */
export function recordPdf(
  record: ProcessingRecord,
  { edition, at, language }: { readonly edition: string; readonly at: Date; readonly language: 'it' | 'en' },
  assets: string,
): Promise<Buffer> {
  const title = { it: 'Registro dei trattamenti', en: 'Record of processing' }[language];
  const about = `${record.company} · ${at.toISOString().slice(0, 10)} · ${edition}`;
  return pdfOf({ title, about, language, blocks: recordBlocks(record, language) }, assets);
}
