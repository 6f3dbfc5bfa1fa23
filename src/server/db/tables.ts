// The tables as TypeScript sees them; the migrations are their truth. `Generated` columns are filled by the database.

import type { ColumnType, Generated, GeneratedAlways } from 'kysely';
import type { Mapping } from '#shared/connector/mapping';
import type { Article } from '#shared/model/article';
import type { AttachmentRefusal } from '#shared/model/attachment';
import type { Caller } from '#shared/model/caller';
import type { KeptFile, Step } from '#shared/model/caseFile';
import type { Channel } from '#shared/model/channel';
import type { ChatEnd, ChatStanding } from '#shared/model/chat';
import type { ChatBecame } from '#shared/model/chatCounts';
import type { NeedKind } from '#shared/model/classification';
import type { ConsentKind, ConsentWord, ToldBy } from '#shared/model/consent';
import type { ChangedAt, Need } from '#shared/model/customer';
import type { Term } from '#shared/model/deadlines';
import type { DuplicateReason } from '#shared/model/duplicates';
import type { FileKind } from '#shared/model/fileKind';
import type { IdentificationLevel } from '#shared/model/identification';
import type { Language } from '#shared/model/ids';
import type { InteractionChannel } from '#shared/model/interaction';
import type { LetterTemplate, Written } from '#shared/model/letters';
import type { FactorKind } from '#shared/model/lists/identification';
import type { KeptChoices } from '#shared/model/preferences';
import type { ReportSpan, ReportState, ReportWords } from '#shared/model/report';
import type { Role } from '#shared/model/role';
import type { Delegation } from '#shared/model/speaker';
import type { Chat, Message } from '#shared/protocol/chat';
import type { Figures, FiguresQuery } from '#shared/protocol/figures';
import type { Import, ImportCounts, ImportOptions, RefusalReason } from '#shared/protocol/imports';
import type { Barred } from '#shared/protocol/toCall';
import type { PbxSettings } from '#shared/protocol/workstation';

/** Read as the value, written as its JSON text: what both drivers take without guessing. */
type Json<T> = ColumnType<T, string, string>;
/** `timestamptz`: both drivers read it as a Date. */
type Instant = ColumnType<Date, Date | string, Date | string>;
type Labels = { readonly it: string; readonly en: string };

interface Sequenced {
  version: Generated<number>;
  /** xid8 of the transaction that wrote the row last. */
  tx: Generated<string>;
  /** Of the digests. */
  bucket: GeneratedAlways<number>;
}

/** Lies in a portfolio; where, triggers keep right. Read and written by a transaction that is Seen. */
interface Placed {
  portfolio_id: Generated<string>;
}

/** What a queue has worked on; null: none, or one that is not the company's. */
interface Worked {
  queue_id: Generated<string | null>;
}

/** bigint, which one driver reads as text and the other as a number: asked for as hex. */
type Digest = Placed & { bucket: number; mark: string; rows: string; tx: Generated<string> };
/** Kept by triggers: its words are not given out, because its customer's data may not be used. */
interface Withholding {
  restricted: ColumnType<boolean, never, never>;
}

type LegalBasis = 'contract' | 'legalObligation' | 'legitimateInterest' | 'consent';

/** Nobody has confirmed it: it is the proposal that came with the program. */
interface Confirmed {
  confirmed_by: string | null;
  confirmed_at: ColumnType<Date | null, Date | string | null | undefined, Date | string | null>;
}

export interface Tables {
  agents: {
    id: string;
    username: string;
    password_hash: string;
    name: string;
    given_name: string;
    role: Role;
    language: 'it' | 'en';
    active: Generated<boolean>;
    /** What they see, in order: agent_scope, kept by triggers. */
    portfolios: Generated<string[]>;
    /** Null: a password of their own. */
    one_time_until: Instant | null;
    /** Null: not from the company's file. */
    from_file: Json<unknown> | null;
  };
  sessions: { id: string; agent_id: string; started_at: Instant; revoked_at: Instant | null; ends_at: Instant | null };
  refresh_tokens: {
    token_hash: string;
    session_id: string;
    issued_at: Instant;
    expires_at: Instant;
    used_at: Instant | null;
    follows: string | null;
  };
  door_knocks: { address: string; minute: Instant; knocks: number };
  browser_sign_ins: { state: string; nonce: string; redirect_uri: string; expires_at: Instant };
  failed_sign_ins: { username: string; at: Instant };
  secrets: { name: string; value: string };

  company: {
    name: string;
    country: string;
    practice: boolean;
    greeting: Json<Labels>;
    feature_codes: Json<PbxSettings['featureCodes']>;
    policy: ColumnType<unknown, string | undefined, string>;
    sites: ColumnType<unknown, string | undefined, string>;
  };
  clients: { id: string; name: string; greeting: Json<Labels> | null };
  portfolios: { id: string; client_id: string };
  agent_preferences: { agent_id: string; choices: Json<KeptChoices> };
  agent_portfolios: { agent_id: string; portfolio_id: string };
  queues: {
    id: string;
    position: number;
    client_id: Generated<string>;
    portfolio_id: Generated<string | null>;
    number: string;
    language: 'it' | 'en';
    name: Json<Labels>;
    about: Json<Labels>;
  };
  pbx_accounts: { agent_id: string; extension: string; auth_user: string; password: string; site: string | null };
  reason_groups: { code: string; position: number; labels: Json<Labels> };
  reasons: {
    code: string;
    group_code: string;
    position: number;
    labels: Json<Labels>;
    priority: 'P1' | 'P2' | 'P3' | 'P4';
    desk: string;
    queue_id: string | null;
    level: Generated<IdentificationLevel>;
    complaint: Generated<boolean>;
    target: Json<Term> | null;
    words: Json<Record<Language, string[]>>;
    active: Generated<boolean>;
  };
  outcome_groups: { code: string; position: number; labels: Json<Labels> };
  outcomes: {
    code: string;
    group_code: string;
    position: number;
    labels: Json<Labels>;
    needs: Json<string[]>;
    active: Generated<boolean>;
  };
  not_ready_reasons: { code: string; position: number; labels: Json<Labels> };
  need_kinds: { code: string; position: number; labels: Json<Labels>; tone: Generated<NeedKind['tone']> };
  /** `shipped`: SHA-256 of the proposal that it still is; `from_file`: of what the company's file said last. */
  lists: {
    code: string;
    client_id: string | null;
    version: number;
    body: Json<unknown>;
    shipped: string | null;
    from_file: string | null;
    edited_by: string | null;
    edited_at: Instant;
  };
  list_editions: {
    code: string;
    client_id: string | null;
    version: number;
    body: Json<unknown>;
    edited_by: string | null;
    at: Instant;
  };

  customers: Sequenced &
    Placed & {
      id: string;
      code: string;
      kind: 'person' | 'company';
      name: string;
      language: 'it' | 'en';
      birth_date: string | null;
      tax_code: string | null;
      iban: string | null;
      email: string | null;
      street: string | null;
      postcode: string | null;
      city: string | null;
      preference: string | null;
      contracts: Json<{ code: string; name: string }[]>;
      needs: Json<Need[]>;
      delegations: ColumnType<Delegation[], string | undefined, string>;
      /** Kept by a trigger, but for numbers. */
      changed_at: ColumnType<ChangedAt, string | undefined, string>;
      suspicious_until: ColumnType<Date | null, never, Date | null>;
      /** Who went into this one. */
      merged_from: ColumnType<{ id: string; code: string }[], string | undefined, string>;
      updated_at: Instant;
      /** Kept by triggers, like `consents`: the last words of each kind. */
      restricted_at: ColumnType<Date | null, never, never>;
      consents: ColumnType<ConsentWord[], never, never>;
    };
  customer_phones: Placed & {
    customer_id: string;
    position: number;
    raw: string;
    e164: string | null;
    tail: string;
    kind: 'mobile' | 'landline' | 'other';
  };
  customer_words: Placed & { customer_id: string; word: string };
  cases: Sequenced &
    Placed &
    Worked &
    Withholding & {
      id: string;
      customer_id: string;
      number: string;
      title: string;
      reason_code: string;
      status: 'open' | 'inProgress' | 'waiting' | 'closed';
      opened_at: Instant;
      /** Kept by a trigger. */
      closed_at: ColumnType<Date | null, never, never>;
      reminders: number;
      /** Null: nothing has been done to it here yet. */
      file: ColumnType<KeptFile | null, string | undefined, string>;
      step: GeneratedAlways<string | null>;
    };
  /** `id`: the act's. */
  case_log: Placed & {
    id: string;
    case_id: string;
    at: Instant;
    agent_id: string | null;
    by_name: string;
    act: string;
    step: Step | null;
    text: string;
    was: Json<Record<string, string | null>>;
    told: Channel | null;
    contact_id: string | null;
    /** bigint: to be ordered by. */
    seq: GeneratedAlways<string>;
  };
  case_number_years: { year: number; next: number };
  case_numbers: { number: string; agent_id: string; given_at: Instant; used: Generated<boolean> };
  agent_back_offices: { agent_id: string; back_office: string };
  /** `kind`: once it is whole. */
  attachments: Placed & {
    id: string;
    case_id: string;
    name: string;
    bytes: number;
    sha256: string;
    state: Generated<'arriving' | 'here' | 'refused'>;
    kind: ColumnType<FileKind | null, never, FileKind>;
    refused_why: ColumnType<AttachmentRefusal | null, never, AttachmentRefusal>;
    reached: Generated<number>;
    agent_id: string | null;
    by_name: string;
    at: Instant;
    moved_at: Instant;
  };
  attachment_parts: Placed & { attachment_id: string; at: number; length: number; sealed: boolean; bytes: Uint8Array };
  /** `sent_*`: all of them or none. */
  letters: Placed & {
    id: string;
    case_id: string;
    kind: LetterTemplate['kind'];
    template: Json<LetterTemplate>;
    language: Language;
    parts: Json<Written>;
    version: Generated<number>;
    begun_at: Instant;
    changed_at: Instant;
    by_name: string;
    sent_at: Instant | null;
    sent_day: string | null;
    sent_channel: Channel | null;
    sent_how: string | null;
    sent_by: string | null;
    attachment_id: string | null;
  };
  letter_versions: Placed & {
    letter_id: string;
    version: number;
    parts: Json<Written>;
    agent_id: string | null;
    by_name: string;
    at: Instant;
  };
  chats: Placed & {
    id: string;
    site: string;
    queue_id: string;
    language: Language;
    visitor: Json<Chat['visitor']>;
    about: string;
    notice_edition: string;
    /** Null: it opens nothing any more. */
    token_hash: string | null;
    state: ChatStanding['state'];
    opened_at: Instant;
    waits_since: Instant;
    /** When the visitor's page gave its last sign. */
    seen_at: Instant;
    agent_id: string | null;
    agent_seen_at: Instant | null;
    taken_at: Instant | null;
    offered_to: string | null;
    offered_at: Instant | null;
    /** In which its agent has it, or had it last. */
    interaction_id: string | null;
    continues: string | null;
    passed: ColumnType<Chat['passed'], string | null | undefined, string | null>;
    visitor_wrote_at: Instant;
    agent_wrote_at: Instant | null;
    /** When the visitor was asked whether they are still there. */
    asked_at: Instant | null;
    visitor_typing_until: Instant | null;
    agent_typing_until: Instant | null;
    last_seq: Generated<number>;
    read_by_visitor: Generated<number>;
    read_by_agent: Generated<number>;
    call_wanted: string | null;
    customer_id: string | null;
    ended_at: Instant | null;
    ended: ChatEnd | null;
    /** The queue into which it came; null: the one in which it is. */
    came_to: string | null;
    /** Since when it waits, or last waited; null: it never did. */
    queued_at: Instant | null;
    /** When an agent first wrote in it. */
    answered_at: Instant | null;
    left_at: Instant | null;
  };
  chat_messages: {
    chat_id: string;
    seq: number;
    id: string;
    at: Instant;
    by: Message['by'];
    agent_id: string | null;
    kind: Message['kind'];
    text: string;
    canned: string | null;
  };
  chat_files: {
    /** That of the message by which it is said. */
    id: string;
    chat_id: string;
    by: 'visitor' | 'agent';
    agent_id: string | null;
    name: string;
    bytes: number;
    state: Generated<'arriving' | 'here' | 'refused'>;
    kind: ColumnType<FileKind | null, never, FileKind>;
    sha256: ColumnType<string | null, never, string>;
    refused_why: ColumnType<AttachmentRefusal | null, never, AttachmentRefusal>;
    reached: Generated<number>;
    at: Instant;
    moved_at: Instant;
  };
  chat_file_parts: { file_id: string; at: number; length: number; sealed: boolean; bytes: Uint8Array };
  contacts: Sequenced &
    Placed &
    Worked &
    Withholding & {
      id: string;
      customer_id: string;
      at: Instant;
      channel: Channel;
      direction: 'incoming' | 'outgoing';
      agent_name: string;
      reason_code: string | null;
      secondary: Generated<string[]>;
      outcome_code: string | null;
      note: string;
      factors: Generated<FactorKind[]>;
    };
  notes: Sequenced &
    Placed &
    Withholding & {
      id: string;
      customer_id: string;
      text: string;
      agent_id: string | null;
      agent_name: string;
      at: Instant;
      edited_at: Instant | null;
    };
  /** `id`: bigint, which one driver reads as text and the other as a number. */
  field_changes: Placed & {
    id: Generated<string>;
    customer_id: string;
    field: string;
    was: Json<unknown>;
    becomes: Json<unknown>;
    at: Instant;
    agent_id: string | null;
    by_name: string;
    cause: string;
    why: Generated<string | null>;
  };
  tombstones: Placed & { entity: string; id: string; version: number; tx: string; at: Instant };
  /** What the feed has already forgotten: tombstones of transactions up to this one are gone. */
  forgotten: { up_to: string };
  digests: Digest;
  digest_steps: Digest;
  generations: {
    id: string;
    portfolio_id: string;
    tx: string;
    epoch: string;
    customers: number;
    made_at: Instant;
  };
  segments: {
    generation: string;
    number: number;
    portfolio_id: string;
    customers: number;
    /** These, or those with ids above one and up to another. */
    customer_ids: ColumnType<string[] | null, string[] | undefined>;
    above: ColumnType<string | null, string | undefined>;
    up_to: ColumnType<string | null, string | undefined>;
    bytes: ColumnType<Uint8Array | null, undefined, Uint8Array>;
    etag: ColumnType<string | null, undefined, string>;
    made_of: ColumnType<string | null, undefined, string>;
  };

  interactions: {
    id: string;
    agent_id: string;
    direction: 'incoming' | 'outgoing';
    channel: InteractionChannel;
    caller: Json<Caller>;
    queue_id: string | null;
    language: 'it' | 'en' | null;
    continues: string | null;
    customer_id: string | null;
    started_at: Instant;
    answered_at: Instant | null;
    ended_at: Instant | null;
    closed_at: Instant;
    reason_code: string;
    secondary: Generated<string[]>;
    outcome_code: string;
    note: string;
    identification: IdentificationLevel;
    factors: FactorKind[];
    identification_failed: boolean;
    speaker: ColumnType<unknown, string | null | undefined, string | null>;
    suspected: Generated<boolean>;
    told_country: string | null;
    promised: string;
    promised_by: string | null;
    promised_owner: ColumnType<unknown, string | null | undefined, string | null>;
    missing: Generated<string[]>;
    checks: ColumnType<unknown[], string | undefined, string>;
    events: Json<unknown[]>;
    received_at: Instant;
    version: number;
  };
  handovers: { id: string; agent_id: string; request: Json<unknown>; version: number };
  idempotency_keys: {
    agent_id: string;
    key: string;
    fingerprint: string;
    status: number;
    answer: Json<unknown>;
    at: Instant;
  };

  /** `portfolio_id` null: everybody's. */
  articles: {
    id: string;
    code: string;
    portfolio_id: string | null;
    state: Article['state'];
    edition: number;
    content: Json<unknown>;
    by_name: string;
    at: Instant;
  };
  survey_invitations: {
    id: string;
    survey: string;
    customer_id: string | null;
    portfolio_id: string;
    queue_id: string | null;
    reason_code: string | null;
    language: Language;
    due_at: Instant;
    asked_on: string | null;
    token_hash: string | null;
    closes_at: Instant | null;
    given: Json<unknown> | null;
    given_on: string | null;
  };
  survey_answers: {
    id: Generated<string>;
    portfolio_id: string;
    queue_id: string;
    reason_code: string;
    survey: string;
    on_day: string;
    language: Language;
    scores: Json<unknown>;
    comment: string;
  };
  survey_days: {
    day: string;
    portfolio_id: string;
    queue_id: string;
    survey: string;
    asked: number;
    wanted: Generated<number>;
    reached: Generated<number>;
  };
  recontacts: {
    id: string;
    portfolio_id: string;
    queue_id: string | null;
    survey: string;
    customer_id: string | null;
    number: string;
    asked_on: string;
    due_on: string;
    taken_by: string | null;
    taken_at: Instant | null;
    outcome: 'reached' | 'notReached' | null;
    done_at: Instant | null;
    restricted: ColumnType<boolean, never, never>;
  };
  article_gaps: { words: string; reason_code: string | null; on_day: string };

  agent_queues: { agent_id: string; queue_id: string };
  queue_waits: {
    call_id: string;
    queue_id: string;
    joined_at: Instant;
    left_at: Instant | null;
    ended: 'answered' | 'abandoned' | 'passedOn' | 'unseen' | null;
  };
  queue_waits_kept: {
    queue_id: string;
    start: Instant;
    ended: 'answered' | 'abandoned' | 'passedOn';
    fives: number;
    n: number;
    seconds: number;
    longest: number;
  };
  waits_rolled: { up_to: Instant };
  chat_waits_kept: {
    queue_id: string;
    start: Instant;
    became: Exclude<ChatBecame, 'waiting'>;
    fives: number;
    n: number;
  };
  chats_rolled: { up_to: Instant };
  contact_days: Placed & {
    day: string;
    queue_id: string;
    reason_code: string;
    contacts: number;
    known: number;
    repeated: number;
    resolved: number;
    kept: number;
    transferred: number;
  };
  work_days: {
    day: string;
    channel: InteractionChannel;
    queue_id: string;
    handled: number;
    talk: number;
    hold: number;
    wrap_up: number;
    long_holds: number;
  };
  transfer_days: { day: string; from_queue: string; to_queue: string; n: number };
  days_counted: { day: string; counted_at: Instant };
  journal_keeper: { holder: string; until: Instant };
  lost_calls: {
    id: string;
    queue_id: string;
    number: string | null;
    e164: string | null;
    at: Instant;
    waited_seconds: number;
    attempts: Generated<number>;
    taken_by: string | null;
    taken_at: Instant | null;
    outcome: 'reached' | 'notReached' | null;
    done_at: Instant | null;
    recovered_at: Instant | null;
  };
  callbacks: {
    id: string;
    promised_by: string;
    queue_id: string | null;
    number: string;
    due_at: Instant;
    customer_id: string | null;
    reason_code: string;
    about: string;
    purpose: Generated<string | null>;
    /** Kept by triggers. */
    barred: ColumnType<Barred | null, never, never>;
    owner_id: Generated<string | null>;
    taken_by: string | null;
    taken_at: Instant | null;
    outcome: 'reached' | 'notReached' | null;
    done_at: Instant | null;
  };
  help_requests: {
    interaction_id: string;
    agent_id: string;
    words: string;
    asked_at: Instant;
    answered_by: string | null;
    answered_at: Instant | null;
    manner: 'whisper' | 'barge' | null;
    over_at: Instant | null;
    cancelled_at: Instant | null;
  };
  listening: {
    id: string;
    lead_id: string;
    agent_id: string;
    legal_reference: string;
    asked_at: Instant;
    seen_at: Instant | null;
    over_at: Instant | null;
  };

  /** Append-only. `id` of bigint: a string in either driver. */
  audit_entries: {
    id: GeneratedAlways<string>;
    at: Instant;
    actor: string | null;
    role: string | null;
    action: string;
    subject_kind: string | null;
    subjects: string[];
    detail: Json<Record<string, unknown>>;
    reason: string | null;
    seq: Generated<string | null>;
    hash: Generated<Uint8Array | null>;
  };
  processings: Confirmed & {
    code: string;
    position: number;
    purpose: Json<Labels>;
    basis: LegalBasis;
    subjects: Json<Labels>;
    categories: Json<Labels>;
    recipients: Json<Labels>;
    transfers: Json<Labels>;
  };
  retention_rules: Confirmed & {
    code: string;
    position: number;
    what: string;
    portfolio_id: string | null;
    reason_group: string | null;
    /** ISO 8601: "P24M". */
    kept_for: string;
    basis: LegalBasis;
    why: Json<Labels>;
    in_force: Generated<boolean>;
  };
  purge_runs: {
    id: string;
    at: Instant;
    dry: boolean;
    by_agent: string | null;
    report: Json<unknown> | null;
    counted_to: Instant | null;
  };
  consent_texts: {
    purpose: string;
    edition: string;
    position: number;
    name: Json<Labels>;
    text: Json<Labels>;
    from_day: string;
  };
  legal_holds: Placed & {
    id: string;
    customer_id: string;
    reason: string;
    reference: string;
    placed_by: string;
    placed_at: Instant;
    review_on: string;
    lifted_by: Generated<string | null>;
    lifted_at: ColumnType<Date | null, Date | string | undefined, Date | string>;
  };
  consents: Placed & {
    id: string;
    customer_id: string;
    purpose: string;
    word: ConsentKind;
    channel: ToldBy;
    /** Of the text that was read or sent. */
    edition: string | null;
    interaction_id: string | null;
    agent_id: string | null;
    at: Instant;
    received_at: Instant;
  };
  restrictions: Placed & {
    id: string;
    customer_id: string;
    since: Instant;
    why: string;
    by_agent: string;
    lifted_at: ColumnType<Date | null, Date | string | undefined, Date | string>;
    lifted_by: Generated<string | null>;
  };
  privacy_requests: Placed & {
    id: string;
    customer_id: string | null;
    kind: 'access' | 'portability' | 'rectification' | 'erasure' | 'restriction' | 'objection';
    received_at: Instant;
    channel: string;
    identified: IdentificationLevel;
    words: string;
    taken_by: string;
    due_on: string;
    prolonged_to: string | null;
    prolonged_why: string | null;
    state: Generated<'open' | 'done' | 'refused'>;
    decision: string | null;
    decided_by: string | null;
    done_at: Instant | null;
  };
  disclosures: Placed & { id: string; customer_id: string; recipient: string; what: string; at: Instant };
  tellings: Placed & {
    id: string;
    customer_id: string;
    recipient: string;
    what: 'rectified' | 'restricted' | 'lifted' | 'erased';
    fields: string[];
    why: string;
    at: Instant;
    told_at: ColumnType<Date | null, Date | string | undefined, Date | string>;
    told_by: Generated<string | null>;
  };
  breaches: {
    id: string;
    found_at: Instant;
    reported_at: Instant;
    reported_by: string;
    facts: Json<unknown>;
    risk: 'none' | 'risk' | 'high' | null;
    why: Generated<string>;
    authority_told_at: Instant | null;
    persons_told_at: Instant | null;
    closed_at: Instant | null;
    lessons: Generated<string>;
  };
  erased: { hash: string; at: Instant };

  duplicate_pairs: Placed & {
    one: string;
    other: string;
    reasons: Json<DuplicateReason[]>;
    score: number;
    found_at: Instant;
    state: Generated<'open' | 'notSame'>;
    reported_by: string | null;
    reported_at: Instant | null;
    decided_by: string | null;
    decided_at: Instant | null;
  };
  merges: Placed & {
    id: string;
    kept: string;
    gone: string;
    gone_code: string;
    gone_name: string;
    by_agent: string;
    by_name: string;
    at: Instant;
    undo_until: Instant;
    moved: Json<unknown> | null;
    before: Json<unknown> | null;
  };

  imports: Placed & {
    id: string;
    name: string;
    agent_id: string | null;
    by_name: string;
    at: Instant;
    kind: Generated<'csv' | 'vcard'>;
    encoding: Generated<Import['encoding']>;
    columns: ColumnType<string[], string | undefined, string>;
    bytes: Generated<number>;
    state: Generated<Import['state']['kind']>;
    options: Json<ImportOptions> | null;
    counts: ColumnType<ImportCounts, string | undefined, string>;
    lines_done: Generated<number>;
    bytes_done: Generated<number>;
    moved_at: Instant | null;
    ended_at: Instant | null;
    stayed: Generated<number>;
  };
  import_parts: Placed & { import_id: string; number: number; bytes: Uint8Array };
  import_refusals: Placed & {
    id: GeneratedAlways<string>;
    import_id: string;
    line: number;
    column_name: string | null;
    why: RefusalReason;
    was: string;
    cells: Json<Record<string, string>>;
  };
  /** `changes`: by field of ours what it was and what it became; null: the customer was created. */
  import_rows: Placed & {
    id: GeneratedAlways<string>;
    import_id: string;
    customer_id: string;
    changes: Json<Record<string, { readonly was: unknown; readonly becomes: unknown }>> | null;
    untouched: Generated<number>;
  };
  connectors: {
    id: string;
    kind: string;
    name: string;
    portfolio_id: string;
    address: string;
    settings: Json<Record<string, string>>;
    secrets: string;
    active: boolean;
    writes_calls: boolean;
    way: Generated<'key' | 'agreement'>;
    place: Generated<string>;
    mapping: ColumnType<Mapping | null, string | null | undefined, string | null>;
    reading: Json<unknown>;
    last_read: ColumnType<{ at: string | null; missing: number } | null, never, never>;
    may_lose_many: Generated<boolean>;
    holder: string | null;
    held_until: Instant | null;
  };
  crm_remembered: {
    hash: string;
    customer_id: string | null;
    marks: Json<Record<string, string>>;
    since: Generated<Date>;
  };
  crm_agreements: {
    connector_id: string;
    tokens: string;
    given_at: Instant;
    given_by: string;
    is_over: Generated<boolean>;
    renewing_until: Instant | null;
  };
  crm_sign_ins: { state: string; connector_id: string; session_id: string; verifier: string; expires_at: Instant };
  crm_links: {
    connector_id: string;
    remote_id: string;
    customer_id: string | null;
    marks: Json<Record<string, string>>;
    round: number;
  };
  crm_refusals: { connector_id: string; remote_id: string; field: string; why: string; at: Instant };
  crm_calls: {
    connector_id: string;
    interaction_id: string;
    state: Generated<'waiting' | 'written' | 'refused'>;
    tries: Generated<number>;
    next_at: ColumnType<Date, Date | undefined, Date>;
    status: number | null;
  };

  reports: {
    id: string;
    portfolios: string[];
    span: ReportSpan;
    asked: Json<FiguresQuery>;
    figures: Json<Figures>;
    words: Json<ReportWords>;
    state: ReportState;
    version: Generated<number>;
    authors: string[];
    made_at: Instant;
    made_by_name: string;
    changed_at: Instant;
    by_name: string;
    returned: ColumnType<{ by: string; words: string } | null, string | null | undefined, string | null>;
    signed_at: Instant | null;
    signed_by: string | null;
  };

  migrations: { number: number; name: string; applied_at: Generated<Date> };
}
