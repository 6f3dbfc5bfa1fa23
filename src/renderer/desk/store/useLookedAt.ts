// What the agent looks at, kept for the way back from the field that finds; in memory only, and gone with the sign-out.
import { useEffect } from 'react';
import type { Page } from './deskState.ts';
import { useIntents } from './useDesk.ts';

/** `name`: as it is called on its page; null: not known yet. */
export function useLookedAt(page: Page, name: string | null): void {
  const { lookedAt } = useIntents();
  const written = JSON.stringify(page);
  useEffect(() => {
    if (name !== null) lookedAt(JSON.parse(written) as Page, name);
  }, [written, name, lookedAt]);
}
