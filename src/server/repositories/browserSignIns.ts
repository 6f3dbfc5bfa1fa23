// Sign-ins that are under way in somebody's browser, as rows: each is finished once, by whichever instance is asked.
import type { Query } from '../db/db.ts';

export interface BrowserSignIn {
  readonly state: string;
  readonly nonce: string;
  readonly redirectUri: string;
}

export async function keepBrowserSignIn(db: Query, { state, nonce, redirectUri }: BrowserSignIn, expiresAt: Date) {
  await db
    .insertInto('browser_sign_ins')
    .values({ state, nonce, redirect_uri: redirectUri, expires_at: expiresAt })
    .execute();
}

/** Null: unknown, finished already, or too late. */
export async function takeBrowserSignIn(db: Query, state: string, now: Date): Promise<BrowserSignIn | null> {
  await db.deleteFrom('browser_sign_ins').where('expires_at', '<=', now).execute();
  const row = await db
    .deleteFrom('browser_sign_ins')
    .where('state', '=', state)
    .returning(['state', 'nonce', 'redirect_uri as redirectUri'])
    .executeTakeFirst();
  return row ?? null;
}
