// Forgets what has been kept long enough: old keys, tokens, wrong passwords, deletions of the change feed.
import { sql } from 'kysely';
import { audit } from '../audit/audit.ts';
import type { Db } from '../db/db.ts';
import { house, seenBy } from '../db/seenBy.ts';
import { cutChain, lockChain } from './audit.ts';
import { foldDigests } from './digests.ts';

export interface KeptSince {
  readonly idempotency: Date;
  readonly failedSignIns: Date;
  readonly tombstones: Date;
  readonly help: Date;
  readonly generations: Date;
  readonly audit: Date;
  readonly gaps: Date;
  readonly now: Date;
}

export async function forgetOld({ query }: Db, since: KeptSince): Promise<void> {
  await query.deleteFrom('failed_sign_ins').where('at', '<', since.failedSignIns).execute();
  await query.deleteFrom('refresh_tokens').where('expires_at', '<', since.now).execute();
  // A session that no token can continue any more.
  await sql`delete from sessions where not exists (select from refresh_tokens where session_id = sessions.id)`.execute(
    query,
  );
  await seenBy(query, house, foldDigests);
  await seenBy(query, house, async (tx) => {
    await tx.deleteFrom('idempotency_keys').where('at', '<', since.idempotency).execute();
    await tx.deleteFrom('help_requests').where('asked_at', '<', since.help).execute();
    await sql`delete from article_gaps where on_day < ${since.gaps}`.execute(tx);
  });
  await seenBy(query, house, async (tx) => {
    await tx.deleteFrom('generations').where('made_at', '<', since.generations).execute();
    // A cursor from before the newest forgotten deletion would miss it, so it counts as expired from here on.
    await sql`
      with gone as (delete from tombstones where at < ${since.tombstones} returning tx)
      update forgotten set up_to = greatest(up_to, newest.tx)
      from (select max(tx) as tx from gone) as newest where newest.tx is not null`.execute(tx);
    const upTo = (await lockChain(tx)) ? await cutChain(tx, since.audit) : null;
    if (upTo !== null)
      await audit(tx, { by: null, at: since.now, action: 'auditCut', subject: null, detail: { upTo } });
  });
}
