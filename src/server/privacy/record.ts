// The record of processing (GDPR art. 30), made from what is in force here at this moment: processings, what the tables hold, rules of
// retention, other CRMs that are read or written to, who has which role, agreements on supervision.
import { createHash } from 'node:crypto';
import { sql } from 'kysely';
import type { Description } from '#shared/connector/description';
import { mapped } from '#shared/connector/mapping';
import { type ProcessingRecord, processingRecordSchema } from '#shared/protocol/privacy';
import { fieldsRead } from '../connectors/fieldsRead.ts';
import type { Seen } from '../db/seenBy.ts';
import type { ServerDeps } from '../deps.ts';
import { type Block, pdfOf } from '../pdf/document.ts';
import { companyName, companyPolicy } from '../repositories/workstation.ts';
import { holdings, type Labels } from './holdings.ts';

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

const hostOf = (address: string): string => new URL(address).host;

function servicesOf({ pbxServers, oidc }: ServerDeps['config']): ProcessingRecord['services'] {
  const telephony = { it: 'Centralino: le chiamate e i loro numeri', en: 'Telephone system: calls and their numbers' };
  const signIn = { it: 'Accesso: chi lavora qui', en: 'Sign-in: who works here' };
  return [
    ...[...new Set(pbxServers.map(hostOf))].map((where) => ({ what: telephony, where })),
    ...(oidc === null ? [] : [{ what: signIn, where: hostOf(oidc.issuer) }]),
  ];
}

async function connectorsOf(
  tx: Seen,
  descriptions: ReadonlyMap<string, Description>,
): Promise<ProcessingRecord['connectors']> {
  const rows = await tx
    .selectFrom('connectors')
    .innerJoin('portfolios', 'portfolios.id', 'connectors.portfolio_id')
    .innerJoin('clients', 'clients.id', 'portfolios.client_id')
    .select(['connectors.name', 'kind', 'address', 'active', 'writes_calls', 'mapping', 'clients.name as client'])
    .orderBy('connectors.name')
    .orderBy('connectors.id')
    .execute();
  return rows.map(({ name, kind, address, active, client, mapping, writes_calls: writesCalls }) => {
    const description = descriptions.get(kind);
    return {
      name,
      crm: description?.name ?? kind,
      address,
      client,
      active,
      writesCalls,
      read: fieldsRead(description && mapped(description, mapping)),
    };
  });
}

/** With the house's eyes. */
export async function recordOf(
  tx: Seen,
  { config, connectors, clock }: Pick<ServerDeps, 'config' | 'connectors' | 'clock'>,
): Promise<ProcessingRecord> {
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
  const record: Omit<ProcessingRecord, 'edition' | 'at'> = {
    company: await companyName(tx),
    clients: clients.map(({ name }) => name),
    processings: processings.map(({ position: _, confirmed_by, confirmed_at, ...processing }) => ({
      ...processing,
      confirmed: confirmed_by !== null && confirmed_at !== null,
    })),
    connectors: await connectorsOf(tx, connectors?.descriptions ?? new Map()),
    services: servicesOf(config),
    held,
    retention: rules.map(({ why, kept_for, basis, in_force }) => ({
      why,
      keptFor: kept_for,
      basis,
      inForce: in_force,
    })),
    roles: Object.fromEntries(roles.rows.map(({ role, n }) => [role, n])),
    supervision: (await companyPolicy(tx)).supervision?.legalReference ?? null,
    security: [...security],
  };
  return processingRecordSchema.parse({ edition: editionOf(record), at: clock().toISOString(), ...record });
}

/** Of what was decided: the same record, whatever the numbers of rows are today, has the same one. */
function editionOf({ held: _, ...decided }: Omit<ProcessingRecord, 'edition' | 'at'>): string {
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
  connectors: { it: 'Altri CRM collegati', en: 'Other CRMs' },
  read: { it: 'Si legge', en: 'Read from there' },
  written: { it: 'Si scrive', en: 'Written there' },
  calls: { it: 'le chiamate, con data, durata e nota', en: 'calls, with date, duration and note' },
  nothing: { it: 'niente', en: 'nothing' },
  off: { it: 'sospeso', en: 'paused' },
  where: { it: 'Dove', en: 'Where' },
  customersOf: { it: 'Clienti di', en: 'Customers of' },
  services: { it: 'Altri servizi', en: 'Other services' },
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
    { kind: 'heading', text: w('connectors') },
    ...(record.connectors.length === 0 ? [{ kind: 'text' as const, text: w('none') }] : []),
    ...record.connectors.flatMap((one): Block[] => [
      { kind: 'entry', text: `${one.name} (${one.crm})${one.active ? '' : ` – ${w('off')}`}` },
      { kind: 'field', name: w('where'), value: one.address },
      { kind: 'field', name: w('customersOf'), value: one.client },
      { kind: 'field', name: w('read'), value: one.read.map(say).join(', ') || w('nothing') },
      { kind: 'field', name: w('written'), value: one.writesCalls ? w('calls') : w('nothing') },
    ]),
    { kind: 'heading', text: w('services') },
    ...record.services.map(({ what, where }): Block => ({ kind: 'field', name: where, value: say(what) })),
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
    { kind: 'text', text: record.supervision ?? w('none') },
    { kind: 'heading', text: w('security') },
    ...record.security.map((one): Block => ({ kind: 'text', text: `– ${say(one)}` })),
  ];
}

/** Dated, and with the edition by which two of them can be told apart. */
export function recordPdf(record: ProcessingRecord, language: 'it' | 'en', assets: string): Promise<Buffer> {
  const title = { it: 'Registro dei trattamenti', en: 'Record of processing' }[language];
  const about = `${record.company} · ${record.at.slice(0, 10)} · ${record.edition}`;
  return pdfOf({ title, about, language, blocks: recordBlocks(record, language) }, assets);
}
