// From rows to the protocol's customers, cases, contacts and notes: one place for each, whoever asks (feed, segments, search).
import { type ExpressionBuilder, sql } from 'kysely';
import { jsonArrayFrom } from 'kysely/helpers/postgres';
import { type KeptFile, mostLogTold } from '#shared/model/caseFile';
import {
  type Case,
  type Contact,
  type Customer,
  caseSchema,
  contactSchema,
  customerSchema,
  type Note,
  noteSchema,
} from '#shared/model/customer';
import type { Seen } from '../db/seenBy.ts';
import type { Tables } from '../db/tables.ts';

/** Customers with their phones, to be narrowed and ordered by the caller, then read by `toCustomer`. */
export const customerRows = (db: Seen) =>
  db
    .selectFrom('customers')
    .select((row) => [
      'customers.id',
      'customers.portfolio_id as portfolioId',
      'code',
      'customers.kind',
      'name',
      'language',
      sql<string | null>`birth_date::text`.as('birthDate'),
      'tax_code as taxCode',
      'iban',
      'email',
      'street',
      'postcode',
      'city',
      'preference',
      'contracts',
      'needs',
      'delegations',
      'changed_at as changedAt',
      'suspicious_until',
      'merged_from as mergedFrom',
      'version',
      'updated_at',
      'restricted_at',
      'consents',
      jsonArrayFrom(
        row
          .selectFrom('customer_phones')
          .select(['raw', 'e164', 'customer_phones.kind'])
          .whereRef('customer_id', '=', 'customers.id')
          .orderBy('position'),
      ).as('phones'),
    ]);

type CustomerRow = Awaited<ReturnType<ReturnType<typeof customerRows>['execute']>>[number];

/** Everything, for who is to write it or answers for privacy. */
export function toWholeCustomer(row: CustomerRow): Customer {
  const { street, postcode, city, updated_at, restricted_at, suspicious_until, ...rest } = row;
  return customerSchema.parse({
    ...rest,
    address: street === null ? null : { street, postcode, city },
    updatedAt: updated_at.toISOString(),
    restrictedAt: restricted_at?.toISOString() ?? null,
    suspiciousUntil: suspicious_until?.toISOString() ?? null,
  });
}

/** As it is given out: of whom it is restricted to use no more than it takes to know who calls, and what they have said about it. */
export function toCustomer(row: CustomerRow): Customer {
  const whole = toWholeCustomer(row);
  if (whole.restrictedAt === null) return whole;
  return {
    ...whole,
    ...{ birthDate: null, taxCode: null, iban: null, email: null, address: null, preference: null, contracts: [] },
    ...{ delegations: [], changedAt: {} },
  };
}

/** The last entries of a case's log, the newest first. */
const logEnd = (row: ExpressionBuilder<Tables, 'cases'>) =>
  row
    .selectFrom('case_log')
    .select(['id', 'by_name as by', 'act', 'step', 'text', 'was', 'told', instantText('at')])
    .whereRef('case_id', '=', 'cases.id')
    .orderBy('seq', 'desc')
    .limit(mostLogTold);

/** Cases with their files, those that have come whole, and the end of their log. */
export const caseRows = (db: Seen) =>
  db
    .selectFrom('cases')
    .selectAll('cases')
    .select((row) =>
      jsonArrayFrom(
        row
          .selectFrom('attachments')
          .select(['id', 'name', 'kind', 'bytes', 'sha256', 'agent_id as agentId', 'by_name as by'])
          .select(instantText('at'))
          .whereRef('case_id', '=', 'cases.id')
          .where('state', '=', 'here')
          .orderBy('attachments.at')
          .orderBy('id'),
      ).as('attachments'),
    )
    .select((row) => jsonArrayFrom(logEnd(row)).as('log'));

/** Within JSON, where the driver reads no moments. */
const instantText = (column: string) =>
  sql<string>`to_char(${sql.ref(column)} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`.as(column);

type CaseRow = Awaited<ReturnType<ReturnType<typeof caseRows>['execute']>>[number];

export const toCase = (row: CaseRow): Case =>
  caseSchema.parse({
    ...row,
    customerId: row.customer_id,
    portfolioId: row.portfolio_id,
    reasonCode: row.reason_code,
    openedAt: row.opened_at.toISOString(),
    file: row.file === null ? null : toldOf(row.file, row.log.toReversed()),
    ...(row.restricted && { title: '', file: null }),
  });

function toldOf({ subject: _, contactId: __, ...kept }: KeptFile, log: CaseRow['log']) {
  return { ...kept, log };
}

export const contactRows = (db: Seen) => db.selectFrom('contacts').selectAll();

type ContactRow = Awaited<ReturnType<ReturnType<typeof contactRows>['execute']>>[number];

export const toContact = (row: ContactRow): Contact =>
  contactSchema.parse({
    ...row,
    customerId: row.customer_id,
    portfolioId: row.portfolio_id,
    at: row.at.toISOString(),
    agentName: row.agent_name,
    reasonCode: row.reason_code,
    outcomeCode: row.outcome_code,
    ...(row.restricted && { note: '' }),
  });

export const noteRows = (db: Seen) => db.selectFrom('notes').selectAll();

type NoteRow = Awaited<ReturnType<ReturnType<typeof noteRows>['execute']>>[number];

/** A note is never without a text. */
const withheld = '…';

export const toNote = (row: NoteRow): Note =>
  noteSchema.parse({
    ...row,
    customerId: row.customer_id,
    portfolioId: row.portfolio_id,
    agentId: row.agent_id,
    agentName: row.agent_name,
    at: row.at.toISOString(),
    editedAt: row.edited_at?.toISOString() ?? null,
    ...(row.restricted && { text: withheld }),
  });
