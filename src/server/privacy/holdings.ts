// Everything that is kept about a customer: one entry for each table that holds something of one. The copy that a person asks for, erasure
// and the record of processing are made from it, so that a table that is not here would be forgotten by all three. A test compares
// it with the database's own catalogue: every table is either in `holdings` or in `namesNobody`, and every column of a holding is
// either told to the person (`fields`) or said not to be (`inner`).
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { speakerSchema } from '#shared/model/speaker';
import type { Seen } from '../db/seenBy.ts';
import { amongIds, amongTails, type Person } from './person.ts';

export interface Labels {
  readonly it: string;
  readonly en: string;
}

/**
 * They go over to the kept one, and back, by this condition and this assignment, each known by its key; or they go with whoever goes, and
 * come back with them; or there is nothing to do: they follow rows of another table, or say what was then.
 */
export type Merged =
  | {
      readonly kind: 'goOver';
      readonly key: readonly string[];
      readonly of: (id: string) => RawBuilder<SqlBool>;
      readonly becomes: (id: string) => RawBuilder<unknown>;
    }
  | { readonly kind: 'comeBack'; readonly of: (id: string) => RawBuilder<SqlBool> }
  | { readonly kind: 'nothing' };

export interface Holding {
  readonly table: string;
  /** What it is, for the person. */
  readonly what: Labels;
  /** Given by the person, or come about by what they did: theirs to take elsewhere (GDPR art. 20). */
  readonly portable: boolean;
  /** Columns that the person is told, in order, with what they are called. */
  readonly fields: Readonly<Record<string, Labels>>;
  /** Columns that they are not told: ids and versions, colleagues' names, what is only there to find the rest. */
  readonly inner: readonly string[];
  /** Where what is told is less than what is kept. */
  readonly told?: Readonly<Record<string, (value: unknown) => unknown>>;
  /** Which rows are about this person. */
  readonly theirs: (person: Person) => RawBuilder<SqlBool>;
  /** What becomes of rows of a customer who is made one with another (merges/). */
  readonly merged: Merged;
  /** What erasure makes of them: nothing, or rows that can still be counted, with these columns emptied. */
  readonly erased: 'deleted' | Readonly<Record<string, RawBuilder<unknown>>>;
}

const label = (it: string, en: string): Labels => ({ it, en });
const byCustomer = (person: Person): RawBuilder<SqlBool> => sql<SqlBool>`customer_id = ${person.id}`;
/** Rows of nobody too, with a number that is theirs alone. */
const byCustomerOrNumber = (person: Person): RawBuilder<SqlBool> =>
  sql<SqlBool>`(customer_id = ${person.id} or (customer_id is null and ${amongTails(sql.ref('number'), person.ownTails)}))`;
const ofCustomer = (id: string): RawBuilder<SqlBool> => sql<SqlBool>`customer_id = ${id}`;
/** Rows with a column `customer_id`, known by their key. */
const goOver = (...key: readonly string[]): Merged => ({
  kind: 'goOver',
  key,
  of: ofCustomer,
  becomes: (id) => sql`customer_id = ${id}`,
});
const stay: Merged = { kind: 'nothing' };
const byInteraction = (column: string) => (person: Person) => amongIds(sql.ref(column), person.interactions);

/** Files that say their code, tax code, e-mail address or name. */
const filesWith = (person: Person) => sql`(
  select import_id from import_parts as part, customers as them,
    unnest(array[them.code, them.tax_code, them.email, them.name]) as word
  where them.id = ${person.id} and word <> '' and position(convert_to(word, 'UTF8') in part.bytes) > 0)`;

const eventsTold = (events: unknown): unknown =>
  Array.isArray(events) ? events.map(({ at, kind }: { at: string; kind: string }) => ({ at, kind })) : [];

/** Who works on it, for whom and against whom it was made is not the person's to know; what they said and were offered is. */
const fileTold = (file: unknown): unknown => {
  if (typeof file !== 'object' || file === null) return null;
  const { kind, stage, channel, contract, words, remedy, dues, proposal } = file as Record<string, unknown>;
  const { step } = stage as { step: string };
  const due = (dues as { what: string; end: { day?: string } }[]).map(({ what, end }) => ({
    what,
    day: end.day ?? null,
  }));
  return { kind, step, channel, contract, words, remedy, due, proposal };
};

const kindsTold = (kinds: unknown): unknown => (Array.isArray(kinds) ? kinds.join(', ') : '');

/** Codes of what was asked and answered; which article asked is the company’s affair. */
const checksTold = (checks: unknown): unknown =>
  Array.isArray(checks)
    ? checks.map(({ step, answer, at }: { step: string; answer: string; at: string }) => ({ step, answer, at }))
    : [];

/** The kind alone. */
const speakerTold = (speaker: unknown): unknown => speakerSchema.safeParse(speaker).data?.kind ?? '';

/** A colleague to whom it was passed on is not the person's to know. */
const requestTold = (request: unknown): unknown => {
  const { at, caller, note, reasonCode, promised } = request as Record<string, unknown>;
  return { at, caller, note, reasonCode, promised };
};

/** With them, or of somebody unknown who has given their address. */
export const chatsOf = (person: Person): RawBuilder<SqlBool> => sql<SqlBool>`(customer_id = ${person.id}
  or ${amongIds(sql.ref('id'), person.interactions)} or ${amongIds(sql.ref('interaction_id'), person.interactions)}
  or (customer_id is null and lower(visitor->>'email') in (
    select lower(email) from customers as them where them.id = ${person.id} and email is not null)))`;

const when = label('Quando', 'When');
const channel = label('Canale', 'Channel');
const direction = label('Direzione', 'Direction');
const reason = label('Motivo', 'Reason');
const outcome = label('Esito', 'Outcome');
const note = label('Nota', 'Note');
const number = label('Numero', 'Number');

/** What belongs to a customer comes before the customer: erasure goes by this order. */
export const holdings: readonly Holding[] = [
  {
    table: 'help_requests',
    what: label('Richieste di aiuto fatte durante una chiamata', 'Requests for help made during a call'),
    portable: false,
    fields: { asked_at: when, words: label('Parole', 'Words') },
    inner: ['interaction_id', 'agent_id', 'answered_by', 'answered_at', 'manner', 'over_at', 'cancelled_at'],
    theirs: byInteraction('interaction_id'),
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'handovers',
    what: label('Chiamate passate a colleghi', 'Calls passed on to colleagues'),
    portable: false,
    fields: { request: label('Che cosa è stato passato', 'What was passed on') },
    inner: ['id', 'agent_id', 'version'],
    told: { request: requestTold },
    theirs: (person) =>
      sql<SqlBool>`(request->>'customerId' = ${person.id} or ${amongIds(sql.ref('id'), person.interactions)})`,
    merged: {
      kind: 'goOver',
      key: ['id'],
      of: (id) => sql<SqlBool>`request->>'customerId' = ${id}`,
      becomes: (id) => sql`request = jsonb_set(request, '{customerId}', to_jsonb(${id}::text))`,
    },
    erased: 'deleted',
  },
  {
    table: 'callbacks',
    what: label('Richiamate promesse', 'Promised calls'),
    portable: true,
    fields: {
      number,
      due_at: when,
      about: label('Che cosa è stato promesso', 'What was promised'),
      purpose: label('Finalità', 'Purpose'),
      reason_code: reason,
      outcome,
      done_at: label('Richiamato', 'Called'),
    },
    inner: ['id', 'promised_by', 'owner_id', 'queue_id', 'customer_id', 'taken_by', 'taken_at', 'barred'],
    theirs: byCustomerOrNumber,
    merged: goOver('id'),
    erased: 'deleted',
  },
  {
    table: 'lost_calls',
    what: label('Chiamate perse', 'Lost calls'),
    portable: true,
    fields: {
      number,
      at: when,
      waited_seconds: label('Secondi di attesa', 'Seconds waited'),
      attempts: label('Tentativi', 'Attempts'),
      outcome,
      done_at: label('Richiamato', 'Called'),
    },
    inner: ['id', 'queue_id', 'e164', 'taken_by', 'taken_at', 'recovered_at'],
    theirs: (person) => amongTails(sql`coalesce(e164, number)`, person.ownTails),
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'chat_file_parts',
    what: label('Byte dei file mandati nelle chat', 'Bytes of files sent in chats'),
    portable: true,
    // They go along as files.
    fields: {},
    inner: ['file_id', 'at', 'length', 'sealed', 'bytes'],
    theirs: (person) => sql<SqlBool>`file_id in (
      select id from chat_files where chat_id in (select id from chats where ${chatsOf(person)}))`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'chat_files',
    what: label('File mandati nelle chat', 'Files sent in chats'),
    portable: true,
    fields: {
      at: when,
      by: label('Chi lo ha mandato', 'Who sent it'),
      name: label('Nome', 'Name'),
      kind: label('Tipo', 'Kind'),
      bytes: label('Byte', 'Bytes'),
    },
    inner: ['id', 'chat_id', 'agent_id', 'sha256', 'state', 'refused_why', 'reached', 'moved_at'],
    theirs: (person) => sql<SqlBool>`chat_id in (select id from chats where ${chatsOf(person)})`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'chat_messages',
    what: label('Che cosa è stato scritto nelle chat', 'What was written in chats'),
    portable: true,
    fields: { at: when, by: label('Chi ha scritto', 'Who wrote'), kind: label('Tipo', 'Kind'), text: note },
    inner: ['chat_id', 'seq', 'id', 'agent_id', 'canned'],
    theirs: (person) => sql<SqlBool>`chat_id in (select id from chats where ${chatsOf(person)})`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'chats',
    what: label('Chat', 'Chats'),
    portable: true,
    fields: {
      opened_at: when,
      about: label('Oggetto', 'About'),
      visitor: label('Che cosa è stato detto di sé', 'What was said about oneself'),
      language: label('Lingua', 'Language'),
      call_wanted: number,
      notice_edition: label('Versione dell’informativa', 'Version of the notice'),
      ended_at: label('Fine', 'Ended'),
      ended: label('Come è finita', 'How it ended'),
    },
    inner: [
      ...['id', 'site', 'queue_id', 'portfolio_id', 'token_hash', 'state', 'waits_since', 'seen_at', 'agent_id'],
      ...['agent_seen_at', 'taken_at', 'offered_to', 'offered_at', 'interaction_id', 'continues', 'passed'],
      ...['visitor_wrote_at', 'agent_wrote_at', 'asked_at', 'visitor_typing_until', 'agent_typing_until', 'last_seq'],
      ...['read_by_visitor', 'read_by_agent', 'customer_id', 'came_to', 'queued_at', 'answered_at', 'left_at'],
    ],
    theirs: (person) => chatsOf(person),
    merged: goOver('id'),
    erased: 'deleted',
  },
  {
    table: 'crm_calls',
    what: label('Chiamate da annotare in un altro CRM', 'Calls to be written into another CRM'),
    portable: false,
    fields: {},
    inner: ['connector_id', 'interaction_id', 'state', 'tries', 'next_at', 'status'],
    theirs: byInteraction('interaction_id'),
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'interactions',
    what: label('Conversazioni', 'Conversations'),
    portable: true,
    fields: {
      started_at: when,
      direction,
      channel,
      caller: label('Chi ha chiamato', 'Who called'),
      language: label('Lingua', 'Language'),
      answered_at: label('Risposta', 'Answered'),
      ended_at: label('Fine', 'Ended'),
      reason_code: reason,
      secondary: label('Altri motivi', 'Other reasons'),
      outcome_code: outcome,
      identification: label('Livello di identificazione', 'Level of identification'),
      factors: label('Da che cosa è stata riconosciuta la persona', 'By what the person was recognised'),
      identification_failed: label('Identificazione non riuscita', 'Identification failed'),
      speaker: label('Chi parlava', 'Who spoke'),
      suspected: label('Possibile chiamata di un’altra persona', 'Possibly somebody else calling'),
      told_country: label('Paese da cui si rispondeva, detto', 'Country spoken from, as told'),
      note,
      promised: label('Che cosa è stato promesso', 'What was promised'),
      promised_by: label('Entro', 'By'),
      checks: label('Verifiche fatte', 'What was checked'),
      events: label('Che cosa è successo', 'What happened'),
    },
    inner: [
      ...['id', 'agent_id', 'queue_id', 'continues', 'customer_id', 'closed_at', 'received_at', 'version'],
      ...['promised_owner', 'missing'],
    ],
    told: { events: eventsTold, factors: kindsTold, checks: checksTold, speaker: speakerTold },
    theirs: byInteraction('id'),
    merged: goOver('id'),
    // They are counted: how many, how long, what about. Nothing in them says with whom.
    erased: {
      caller: sql`'{"kind":"withheld"}'::jsonb`,
      customer_id: sql`null`,
      continues: sql`null`,
      note: sql`''`,
      promised: sql`''`,
      promised_by: sql`null`,
      promised_owner: sql`null`,
      checks: sql`'[]'::jsonb`,
      speaker: sql`null`,
      events: sql`coalesce((
        select jsonb_agg(jsonb_build_object('id', event->'id', 'at', event->'at', 'kind', event->'kind', 'detail',
            case when event->>'kind' = 'ended' then event->'detail' else 'null'::jsonb end) order by place)
          from jsonb_array_elements(events) with ordinality as one (event, place)), '[]')`,
    },
  },
  {
    table: 'contacts',
    what: label('Contatti nella cronologia', 'Contacts in the timeline'),
    portable: true,
    fields: {
      ...{ at: when, channel, direction, reason_code: reason, secondary: label('Altri motivi', 'Other reasons') },
      ...{ outcome_code: outcome, note },
      factors: label('Da che cosa è stata riconosciuta la persona', 'By what the person was recognised'),
    },
    told: { factors: kindsTold },
    inner: ['id', 'customer_id', 'agent_name', 'version', 'tx', 'bucket', 'queue_id', 'portfolio_id', 'restricted'],
    theirs: byCustomer,
    merged: goOver('id'),
    erased: 'deleted',
  },
  {
    table: 'attachment_parts',
    what: label('Byte degli allegati', 'Bytes of attachments'),
    portable: true,
    // They go along as files.
    fields: {},
    inner: ['attachment_id', 'portfolio_id', 'at', 'length', 'sealed', 'bytes'],
    theirs: (person) => sql<SqlBool>`attachment_id in (
      select attachments.id from attachments join cases on cases.id = case_id where customer_id = ${person.id})`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'letter_versions',
    what: label('Stesure precedenti di lettere', 'Former drafts of letters'),
    portable: false,
    fields: {},
    inner: ['letter_id', 'portfolio_id', 'version', 'parts', 'agent_id', 'by_name', 'at'],
    theirs: (person) => sql<SqlBool>`letter_id in (select letters.id from letters
      join cases on cases.id = case_id where customer_id = ${person.id})`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'letters',
    what: label('Lettere', 'Letters'),
    portable: false,
    fields: {
      kind: label('Tipo', 'Kind'),
      begun_at: when,
      sent_day: label('Inviata il', 'Sent on'),
      sent_channel: label('Canale', 'Channel'),
      parts: label('Testo', 'Text'),
    },
    inner: [
      ...['id', 'case_id', 'portfolio_id', 'template', 'language', 'version', 'changed_at', 'by_name', 'sent_at'],
      ...['sent_how', 'sent_by', 'attachment_id'],
    ],
    theirs: (person) => sql<SqlBool>`case_id in (select id from cases where customer_id = ${person.id})`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'attachments',
    what: label('Allegati delle pratiche', 'Attachments of cases'),
    portable: true,
    fields: { at: when, name: label('Nome', 'Name'), kind: label('Tipo', 'Kind'), bytes: label('Byte', 'Bytes') },
    inner: [
      ...['id', 'case_id', 'portfolio_id', 'sha256', 'state', 'refused_why', 'reached', 'agent_id', 'by_name'],
      'moved_at',
    ],
    theirs: (person) => sql<SqlBool>`case_id in (select id from cases where customer_id = ${person.id})`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'case_log',
    what: label('Che cosa è stato fatto nelle pratiche', 'What was done in cases'),
    portable: true,
    fields: {
      at: when,
      act: label('Azione', 'Action'),
      text: note,
      told: label('Canale con cui è stato detto', 'Channel by which it was said'),
    },
    inner: ['id', 'case_id', 'portfolio_id', 'agent_id', 'by_name', 'step', 'was', 'contact_id', 'seq'],
    theirs: (person) => sql<SqlBool>`case_id in (select id from cases where customer_id = ${person.id})`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'notes',
    what: label('Annotazioni', 'Notes'),
    portable: false,
    fields: { at: when, text: note, edited_at: label('Modificata', 'Changed') },
    inner: ['id', 'customer_id', 'portfolio_id', 'agent_id', 'agent_name', 'version', 'tx', 'bucket', 'restricted'],
    theirs: byCustomer,
    merged: goOver('id'),
    erased: 'deleted',
  },
  {
    table: 'cases',
    what: label('Pratiche', 'Cases'),
    portable: true,
    fields: {
      number: label('Numero', 'Number'),
      title: label('Oggetto', 'About'),
      reason_code: reason,
      status: label('Stato', 'State'),
      opened_at: label('Aperta', 'Opened'),
      closed_at: label('Chiusa', 'Closed'),
      reminders: label('Solleciti', 'Reminders'),
      file: label('Che cosa è stato chiesto e proposto', 'What was asked for and offered'),
    },
    inner: ['id', 'customer_id', 'version', 'tx', 'bucket', 'queue_id', 'portfolio_id', 'restricted', 'step'],
    told: { file: fileTold },
    theirs: byCustomer,
    merged: goOver('id'),
    erased: 'deleted',
  },
  {
    table: 'consents',
    what: label('Consensi dati e ritirati', 'Consents given and withdrawn'),
    portable: true,
    fields: {
      at: when,
      purpose: label('Finalità', 'Purpose'),
      word: label('Che cosa è stato detto', 'What was said'),
      channel,
      edition: label('Versione del testo', 'Version of the text'),
    },
    inner: ['id', 'customer_id', 'portfolio_id', 'interaction_id', 'agent_id', 'received_at'],
    theirs: byCustomer,
    merged: goOver('id'),
    erased: 'deleted',
  },
  {
    table: 'survey_invitations',
    what: label('Richieste di valutare il servizio', 'Requests to rate the service'),
    portable: false,
    fields: {
      asked_on: when,
      // Here until the day is over, and afterwards nowhere with a name.
      given: label('Che cosa è stato risposto', 'What was answered'),
    },
    inner: [
      ...['id', 'survey', 'customer_id', 'portfolio_id', 'queue_id', 'reason_code', 'language', 'due_at', 'token_hash'],
      ...['closes_at', 'given_on'],
    ],
    theirs: (person) => sql<SqlBool>`(customer_id = ${person.id} or ${amongIds(sql.ref('id'), person.interactions)})`,
    merged: goOver('id'),
    erased: 'deleted',
  },
  {
    table: 'recontacts',
    what: label('Richieste di essere richiamato dopo una valutazione', 'Wishes to be called back after a rating'),
    portable: true,
    fields: { number, asked_on: when, due_on: label('Entro', 'By'), outcome, done_at: label('Richiamato', 'Called') },
    inner: ['id', 'portfolio_id', 'queue_id', 'survey', 'customer_id', 'taken_by', 'taken_at', 'restricted'],
    theirs: byCustomerOrNumber,
    merged: goOver('id'),
    erased: 'deleted',
  },
  {
    table: 'restrictions',
    what: label('Limitazioni del trattamento', 'Restrictions of processing'),
    portable: false,
    fields: { since: label('Dal', 'Since'), why: label('Perché', 'Why'), lifted_at: label('Fino al', 'Until') },
    inner: ['id', 'customer_id', 'portfolio_id', 'by_agent', 'lifted_by'],
    theirs: byCustomer,
    merged: goOver('id'),
    erased: 'deleted',
  },
  {
    table: 'disclosures',
    what: label('A chi sono stati comunicati i dati', 'Who was given the data'),
    portable: false,
    fields: { at: when, recipient: label('Destinatario', 'Recipient'), what: label('Che cosa', 'What') },
    inner: ['id', 'customer_id', 'portfolio_id'],
    theirs: byCustomer,
    merged: goOver('id'),
    // They still have to be told of the erasure: with the id by which they have the customer from us.
    erased: {},
  },
  {
    table: 'tellings',
    what: label('Che cosa è stato detto a chi aveva ricevuto i dati', 'What whoever had been given the data was told'),
    portable: false,
    fields: {
      at: when,
      recipient: label('Destinatario', 'Recipient'),
      what: label('Che cosa', 'What'),
      fields: label('Campi', 'Fields'),
      why: label('Perché', 'Why'),
      told_at: label('Detto', 'Told'),
    },
    inner: ['id', 'customer_id', 'portfolio_id', 'told_by'],
    theirs: byCustomer,
    merged: goOver('id'),
    // They still have to be told, by the id alone.
    erased: { why: sql`''` },
  },
  {
    table: 'privacy_requests',
    what: label('Richieste sui propri dati', 'Requests about one’s data'),
    portable: false,
    fields: {
      received_at: when,
      kind: label('Richiesta', 'Request'),
      channel,
      words: label('Parole', 'Words'),
      state: label('Stato', 'State'),
      decision: label('Decisione', 'Decision'),
      done_at: label('Evasa', 'Answered'),
    },
    inner: [
      ...['id', 'customer_id', 'portfolio_id', 'identified', 'taken_by', 'due_on', 'prolonged_to', 'prolonged_why'],
      'decided_by',
    ],
    theirs: byCustomer,
    merged: goOver('id'),
    // What remains is the proof that it was asked and answered.
    erased: {
      words: sql`''`,
      decision: sql`case when decision is null then null else '' end`,
      prolonged_why: sql`null`,
    },
  },
  {
    table: 'field_changes',
    what: label('Modifiche all’anagrafica', 'Changes of the personal details'),
    portable: false,
    fields: {
      at: when,
      field: label('Campo', 'Field'),
      was: label('Era', 'Was'),
      becomes: label('È diventato', 'Became'),
      cause: label('Come', 'How'),
      why: label('Perché', 'Why'),
    },
    inner: ['id', 'customer_id', 'portfolio_id', 'agent_id', 'by_name'],
    theirs: byCustomer,
    merged: goOver('id'),
    erased: 'deleted',
  },
  {
    table: 'audit_entries',
    what: label('Chi ha visto o modificato i dati', 'Who has seen or changed the data'),
    portable: false,
    // In what role, never which colleague.
    fields: { at: when, role: label('Ruolo', 'Role'), action: label('Azione', 'Action') },
    inner: ['id', 'actor', 'subject_kind', 'subjects', 'detail', 'reason', 'seq', 'hash'],
    theirs: ({ id, former }) => sql<SqlBool>`subjects && ${[id, ...former]}::text[]`,
    merged: stay,
    // Append-only, and without a value of anybody's data: an id that leads nowhere any more.
    erased: {},
  },
  {
    table: 'idempotency_keys',
    what: label('Risposte tenute per i tentativi ripetuti', 'Answers kept for repeated requests'),
    portable: false,
    // Thirty days’ copies of what stands in the other tables.
    fields: {},
    inner: ['agent_id', 'key', 'fingerprint', 'status', 'answer', 'at'],
    theirs: ({ id, former }) =>
      sql<SqlBool>`(${sql.join(
        [id, ...former].map((one) => sql`strpos(answer::text, ${one}) > 0`),
        sql` or `,
      )})`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'import_rows',
    what: label('Modifiche da file importati', 'Changes from files that were brought in'),
    portable: false,
    // What is told stands among the changes of the personal details.
    fields: {},
    inner: ['id', 'import_id', 'portfolio_id', 'customer_id', 'changes', 'untouched'],
    theirs: byCustomer,
    // They go with whoever goes: undoing the import would take the kept one away in place of the one whom it brought.
    merged: { kind: 'comeBack', of: ofCustomer },
    erased: 'deleted',
  },
  {
    table: 'import_refusals',
    what: label('Righe rifiutate di file importati', 'Refused rows of files that were brought in'),
    portable: false,
    fields: { cells: label('La riga', 'The row') },
    inner: ['id', 'import_id', 'portfolio_id', 'line', 'column_name', 'why', 'was'],
    theirs: (person) => sql<SqlBool>`exists (
      select from jsonb_each_text(cells) as cell, customers as them where them.id = ${person.id} and (
        lower(cell.value) in (lower(them.name), lower(them.code), lower(them.tax_code), lower(them.email))
        or ${amongTails(sql`cell.value`, person.tails)}))`,
    merged: stay,
    erased: 'deleted',
  },
  // A file that waits to be brought in would bring them back: it has to be sent again, without them.
  {
    table: 'imports',
    what: label('File in arrivo', 'Files on their way'),
    portable: false,
    fields: {},
    inner: [
      ...['id', 'portfolio_id', 'name', 'agent_id', 'by_name', 'at', 'kind', 'encoding', 'columns', 'bytes', 'state'],
      ...['options', 'counts', 'lines_done', 'bytes_done', 'moved_at', 'ended_at', 'stayed'],
    ],
    theirs: (person) => sql<SqlBool>`id in ${filesWith(person)}`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'import_parts',
    what: label('Byte di file in arrivo', 'Bytes of files on their way'),
    portable: false,
    fields: {},
    inner: ['import_id', 'portfolio_id', 'number', 'bytes'],
    theirs: (person) => sql<SqlBool>`import_id in ${filesWith(person)}`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'crm_refusals',
    what: label('Dati di un altro CRM non accettati', 'Data of another CRM that were not accepted'),
    portable: false,
    // Which field, never what was in it.
    fields: {},
    inner: ['connector_id', 'remote_id', 'field', 'why', 'at'],
    theirs: (person) => sql<SqlBool>`(connector_id, remote_id) in (
      select connector_id, remote_id from crm_links where customer_id = ${person.id})`,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'crm_links',
    what: label('Chi è in un altro CRM', 'Who they are in another CRM'),
    portable: false,
    fields: { connector_id: label('CRM', 'CRM'), remote_id: label('Codice in quel CRM', 'Id in that CRM') },
    inner: ['customer_id', 'marks', 'round'],
    theirs: byCustomer,
    merged: goOver('connector_id', 'remote_id'),
    // The id that they have there is kept, so that they are not taken over from there again.
    erased: { customer_id: sql`null`, marks: sql`'{}'::jsonb` },
  },
  {
    table: 'crm_remembered',
    what: label(
      'Chi erano in un altro CRM, con uno pseudonimo: anche di chi è stato cancellato, finché quel CRM si legge e per un anno',
      'Who they were in another CRM, by a pseudonym: also of the erased, while that CRM is read and for a year',
    ),
    portable: false,
    fields: {},
    inner: ['hash', 'customer_id', 'marks', 'since'],
    theirs: byCustomer,
    merged: goOver('hash'),
    // As above.
    erased: { customer_id: sql`null`, marks: sql`'{}'::jsonb` },
  },
  {
    table: 'duplicate_pairs',
    what: label('Con chi potrebbero essere la stessa persona', 'With whom they may be one and the same'),
    portable: false,
    // The other is somebody else, or they themselves.
    fields: {},
    inner: [
      ...['one', 'other', 'portfolio_id', 'reasons', 'score', 'found_at', 'state'],
      ...['reported_by', 'reported_at', 'decided_by', 'decided_at'],
    ],
    theirs: ({ id }) => sql<SqlBool>`(one = ${id} or other = ${id})`,
    // What is likely is found again; what somebody has said is not.
    merged: { kind: 'comeBack', of: (id) => sql<SqlBool>`(one = ${id} or other = ${id}) and state = 'notSame'` },
    erased: 'deleted',
  },
  {
    table: 'merges',
    what: label('Schede unite in una', 'Cards that were made one'),
    portable: true,
    fields: {
      at: when,
      gone_code: label('Codice cliente precedente', 'Former customer code'),
      gone_name: label('Nome precedente', 'Former name'),
    },
    inner: [...['id', 'portfolio_id', 'kept', 'gone', 'by_agent', 'by_name', 'undo_until', 'moved', 'before']],
    theirs: ({ id, former }) =>
      sql<SqlBool>`(${amongIds(sql.ref('kept'), [id, ...former])} or ${amongIds(sql.ref('gone'), [id, ...former])})`,
    merged: stay,
    // With what the one who went was.
    erased: 'deleted',
  },
  {
    table: 'customer_phones',
    what: label('Numeri di telefono', 'Telephone numbers'),
    portable: true,
    fields: { raw: number, kind: label('Tipo', 'Kind') },
    inner: ['customer_id', 'position', 'e164', 'tail', 'portfolio_id'],
    theirs: byCustomer,
    merged: { kind: 'comeBack', of: ofCustomer },
    erased: 'deleted',
  },
  {
    table: 'customer_words',
    what: label('Parole del nome, per la ricerca', 'Words of the name, for searching'),
    portable: false,
    fields: {},
    inner: ['word', 'customer_id', 'portfolio_id'],
    theirs: byCustomer,
    merged: stay,
    erased: 'deleted',
  },
  {
    table: 'customers',
    what: label('Anagrafica', 'Personal details'),
    portable: true,
    fields: {
      code: label('Codice cliente', 'Customer code'),
      kind: label('Tipo', 'Kind'),
      name: label('Nome', 'Name'),
      language: label('Lingua', 'Language'),
      birth_date: label('Data di nascita', 'Date of birth'),
      tax_code: label('Codice fiscale', 'Tax code'),
      iban: label('IBAN', 'IBAN'),
      email: label('E-mail', 'E-mail'),
      street: label('Via', 'Street'),
      postcode: label('CAP', 'Postcode'),
      city: label('Città', 'City'),
      preference: label('Preferenze', 'Preferences'),
      contracts: label('Contratti', 'Contracts'),
      needs: label('Esigenze', 'Needs'),
      delegations: label('Chi può parlare per conto della persona', 'Who may speak for the person'),
      suspicious_until: label('Da proteggere fino al', 'To be protected until'),
    },
    // What they have said, and that it may not be used, stands in tables of its own.
    inner: [
      ...['id', 'updated_at', 'version', 'tx', 'bucket', 'portfolio_id', 'merged_from', 'restricted_at', 'consents'],
      ...['changed_at', 'tax_key', 'iban_key', 'email_key', 'birth_key', 'street_key'],
    ],
    theirs: (person) => sql<SqlBool>`id = ${person.id}`,
    merged: { kind: 'comeBack', of: (id) => sql<SqlBool>`id = ${id}` },
    erased: 'deleted',
  },
  // In every portfolio: a closed queue's hold what it has worked on. A trigger empties them, whoever deletes.
  {
    table: 'segments',
    what: label('Copie compresse per i posti di lavoro', 'Compressed copies for workstations'),
    portable: false,
    // What stands in the other tables.
    fields: {},
    inner: [
      'generation',
      'number',
      'portfolio_id',
      'customers',
      'customer_ids',
      'above',
      'up_to',
      'bytes',
      'etag',
      'made_of',
    ],
    theirs: ({ id }) =>
      sql<SqlBool>`(bytes is not null and (${id} = any (customer_ids) or (${id} > above and ${id} <= up_to)))`,
    merged: stay,
    // Made anew, without them, when somebody asks again.
    erased: { bytes: sql`null`, etag: sql`null`, made_of: sql`null` },
  },
  // After the customer, whom the database does not let go while there is one.
  {
    table: 'legal_holds',
    what: label('Dati da conservare per una causa o un’autorità', 'Data to be kept for proceedings or an authority'),
    portable: false,
    // That there is one is told; what it is about may be a matter of proceedings.
    fields: { placed_at: label('Dal', 'Since'), lifted_at: label('Fino al', 'Until') },
    inner: ['id', 'customer_id', 'portfolio_id', 'reason', 'reference', 'placed_by', 'review_on', 'lifted_by'],
    theirs: byCustomer,
    merged: goOver('id'),
    erased: 'deleted',
  },
];

/** Tables that hold nothing by which a customer could be known. */
export const namesNobody: readonly string[] = [
  // Colleagues, their sessions and what they may see.
  ...['agents', 'sessions', 'refresh_tokens', 'failed_sign_ins', 'agent_portfolios', 'agent_queues', 'pbx_accounts'],
  ...['listening', 'agent_back_offices', 'agent_preferences'],
  // Numbers of which it is not said what they are of.
  ...['case_numbers', 'case_number_years'],
  // The company and its lists.
  ...['company', 'clients', 'portfolios', 'queues', 'reason_groups', 'reasons', 'outcome_groups', 'outcomes'],
  ...['not_ready_reasons', 'need_kinds', 'processings', 'retention_rules', 'consent_texts', 'lists', 'list_editions'],
  // What agents may say, and what they have looked for in vain, without names.
  ...['articles', 'article_editions', 'article_gaps'],
  // How long callers waited, by the PBX’s own number of a call.
  'queue_waits',
  // Sums of days: how many, and for how long.
  ...['queue_waits_kept', 'waits_rolled', 'contact_days', 'work_days', 'transfer_days', 'days_counted', 'survey_days'],
  ...['chat_waits_kept', 'chats_rolled'],
  // What customers have answered, in which nothing says who they are.
  'survey_answers',
  // Such sums as they were when a report was made, and what a lead says of the day: the number of a case at most.
  'reports',
  // What is gone: ids that lead nowhere.
  ...['tombstones', 'erased', 'generations', 'duplicates_found'],
  // What ids and versions come to.
  ...['digests', 'digest_steps'],
  // Which other CRMs are read, and how far.
  ...['connectors', 'crm_agreements', 'crm_sign_ins'],
  // Counts, and what happened without a person’s data.
  ...['purge_runs', 'breaches'],
  // The program’s own.
  ...['secrets', 'browser_sign_ins', 'door_knocks', 'journal_keeper', 'forgotten', 'migrations', 'audit_chain'],
];

/** Takes the person out of one place; resolves to how many rows were about them. With the house’s eyes. */
export async function takeOut(tx: Seen, holding: Holding, person: Person): Promise<number> {
  const table = sql.table(holding.table);
  if (holding.erased === 'deleted') {
    const { numAffectedRows } = await sql`delete from ${table} where ${holding.theirs(person)}`.execute(tx);
    return Number(numAffectedRows ?? 0n);
  }
  const emptied = Object.entries(holding.erased).map(([column, value]) => sql`${sql.ref(column)} = ${value}`);
  if (emptied.length === 0) return 0;
  const { numAffectedRows } = await sql`
    update ${table} set ${sql.join(emptied)} where ${holding.theirs(person)}`.execute(tx);
  return Number(numAffectedRows ?? 0n);
}
