// Brings a database to the shape that this program knows: forwards only, each step in one transaction, each recorded.
import { sql } from 'kysely';
import type { Db, Query } from './db.ts';
import { agents } from './migrations/0010-agents.ts';
import { workstation } from './migrations/0020-workstation.ts';
import { customers } from './migrations/0030-customers.ts';
import { work } from './migrations/0040-work.ts';
import { reasonQueues } from './migrations/0050-reason-queues.ts';
import { queues } from './migrations/0060-queues.ts';
import { policy } from './migrations/0080-policy.ts';
import { promises } from './migrations/0090-promises.ts';
import { callbacks } from './migrations/0100-callbacks.ts';
import { listening } from './migrations/0110-listening.ts';
import { portfolios } from './migrations/0120-portfolios.ts';
import { placedRows } from './migrations/0121-placed-rows.ts';
import { rowLevelSecurity } from './migrations/0122-row-level-security.ts';
import { segments } from './migrations/0123-segments.ts';
import { scopeOfWork } from './migrations/0125-scope-of-work.ts';
import { digests } from './migrations/0126-digests.ts';
import { scopeOfConversations } from './migrations/0127-scope-of-conversations.ts';
import { sites } from './migrations/0150-sites.ts';
import { fieldHistory } from './migrations/0160-field-history.ts';
import { channels } from './migrations/0161-channels.ts';
import { notes } from './migrations/0162-notes.ts';
import { needs } from './migrations/0163-needs.ts';
import { duplicates } from './migrations/0165-duplicates.ts';
import { merges } from './migrations/0166-merges.ts';
import { attachments } from './migrations/0170-attachments.ts';
import { roles } from './migrations/0200-roles.ts';
import { doorKnocks } from './migrations/0201-door-knocks.ts';
import { audit } from './migrations/0202-audit.ts';
import { browserSignIn } from './migrations/0203-browser-sign-in.ts';
import { accounts } from './migrations/0204-accounts.ts';
import { rebornRows } from './migrations/0210-reborn-rows.ts';
import { privacy } from './migrations/0240-privacy.ts';
import { consentAndRestriction } from './migrations/0243-consent-and-restriction.ts';
import { rectifiedAndTold } from './migrations/0244-rectified-and-told.ts';
import { whyCorrected } from './migrations/0247-why-corrected.ts';
import { textsStay } from './migrations/0248-texts-stay.ts';
import { connectors } from './migrations/0280-connectors.ts';
import { agreements } from './migrations/0281-agreements.ts';
import { rememberedLinks } from './migrations/0282-remembered-links.ts';
import { mappings } from './migrations/0283-mappings.ts';
import { imports } from './migrations/0290-imports.ts';
import { importedUntouched } from './migrations/0291-imported-untouched.ts';
import { purgedUpTo } from './migrations/0310-purged-up-to.ts';
import { placedForGood } from './migrations/0311-placed-for-good.ts';
import { lists } from './migrations/0320-lists.ts';
import { caseActs } from './migrations/0330-cases.ts';
import { letters } from './migrations/0340-letters.ts';
import { chats } from './migrations/0350-chats.ts';
import { chatFiles } from './migrations/0351-chat-files.ts';
import { waitsKept } from './migrations/0370-waits-kept.ts';
import { daysCounted } from './migrations/0371-days-counted.ts';
import { transferDays } from './migrations/0372-transfer-days.ts';
import { chatsCounted } from './migrations/0373-chats-counted.ts';
import { chatsKept } from './migrations/0374-chats-kept.ts';
import { identifiedBy } from './migrations/0402-identified-by.ts';
import { ownerOfCallbacks } from './migrations/0404-owner-of-callbacks.ts';
import { wrapUps } from './migrations/0405-wrap-ups.ts';
import { articles } from './migrations/0408-articles.ts';
import { articleGaps } from './migrations/0409-article-gaps.ts';
import { checks } from './migrations/0410-checks.ts';
import { preferences } from './migrations/0412-preferences.ts';
import { surveys } from './migrations/0420-surveys.ts';
import { transferred } from './migrations/0421-transferred.ts';
import { recontacts } from './migrations/0422-recontacts.ts';
import { factorsOfContacts } from './migrations/0423-factors-of-contacts.ts';
import { wishesOfStrangers } from './migrations/0424-wishes-of-strangers.ts';
import { restrictedRecontacts } from './migrations/0425-restricted-recontacts.ts';
import { reports } from './migrations/0430-reports.ts';
import { whoSpeaks } from './migrations/0440-who-speaks.ts';
import { toldCountry } from './migrations/0441-told-country.ts';
import { house, seenBy } from './seenBy.ts';

interface Migration {
  readonly number: number;
  readonly name: string;
  readonly statements: readonly string[];
}

export const migrations: readonly Migration[] = [
  agents,
  workstation,
  customers,
  work,
  reasonQueues,
  queues,
  policy,
  promises,
  callbacks,
  listening,
  portfolios,
  placedRows,
  rowLevelSecurity,
  segments,
  scopeOfWork,
  digests,
  scopeOfConversations,
  sites,
  fieldHistory,
  channels,
  notes,
  needs,
  duplicates,
  merges,
  attachments,
  roles,
  doorKnocks,
  audit,
  browserSignIn,
  accounts,
  rebornRows,
  privacy,
  consentAndRestriction,
  rectifiedAndTold,
  whyCorrected,
  textsStay,
  connectors,
  agreements,
  rememberedLinks,
  mappings,
  imports,
  importedUntouched,
  purgedUpTo,
  placedForGood,
  lists,
  caseActs,
  letters,
  chats,
  chatFiles,
  waitsKept,
  daysCounted,
  transferDays,
  chatsCounted,
  chatsKept,
  identifiedBy,
  ownerOfCallbacks,
  wrapUps,
  articles,
  articleGaps,
  checks,
  preferences,
  surveys,
  transferred,
  recontacts,
  factorsOfContacts,
  wishesOfStrangers,
  restrictedRecontacts,
  reports,
  whoSpeaks,
  toldCountry,
];

/** Held while migrating, so that of several instances that start together one migrates and the others wait. */
const migrationLock = 4_267_638_212;

export class DatabaseNewer extends Error {
  constructor(found: number, known: number) {
    super(`the database is newer than this program (it has migration ${found}, this program knows up to ${known})`);
  }
}

/** Runs what is missing; resolves to the numbers that it ran. Throws DatabaseNewer. */
export async function migrate(db: Db, steps: readonly Migration[] = migrations): Promise<number[]> {
  await seenBy(db.query, house, async (tx) => {
    await sql`set local statement_timeout = 0`.execute(tx);
    await waitForTurn(tx);
    await sql`create table if not exists migrations (
      number int primary key,
      name text not null,
      applied_at timestamptz not null default now()
    )`.execute(tx);
  });
  const ran: number[] = [];
  for (const step of steps) {
    if (await run(db, step, steps)) ran.push(step.number);
  }
  return ran;
}

const waitForTurn = (tx: Query) => sql`select pg_advisory_xact_lock(${sql.lit(migrationLock)})`.execute(tx);

async function run(db: Db, step: Migration, steps: readonly Migration[]): Promise<boolean> {
  return seenBy(db.query, house, async (tx) => {
    // What touches every row of a large database takes its time, and so does waiting for another instance that does it.
    await sql`set local statement_timeout = 0`.execute(tx);
    await sql`set local idle_in_transaction_session_timeout = 0`.execute(tx);
    await waitForTurn(tx);
    const applied = new Set((await tx.selectFrom('migrations').select('number').execute()).map((row) => row.number));
    const known = Math.max(...steps.map((candidate) => candidate.number));
    const newest = Math.max(0, ...applied);
    if (newest > known) throw new DatabaseNewer(newest, known);
    if (applied.has(step.number)) return false;
    for (const statement of step.statements) await sql.raw(statement).execute(tx);
    await tx.insertInto('migrations').values({ number: step.number, name: step.name }).execute();
    return true;
  });
}
