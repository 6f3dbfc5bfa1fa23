// Asks the cache while the agent types: the last question counts, the one before is withdrawn.
import { useLayoutEffect, useState } from 'react';
import type { SearchHit } from '#shared/contract/deskData';
import { type Failure, FailureError } from '#shared/contract/failure';
import { useIntents } from './useDesk.ts';

export type Found =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'searching'; readonly before: readonly SearchHit[] }
  | { readonly kind: 'hits'; readonly hits: readonly SearchHit[] }
  | { readonly kind: 'failed'; readonly failure: Failure };

export function useSearch(typed: string): Found {
  const { search } = useIntents();
  const [found, setFound] = useState<Found>({ kind: 'nothing' });
  const text = typed.trim();
  // Before anything is drawn: what was found for other words is never shown as found for these.
  useLayoutEffect(() => {
    if (text === '') {
      setFound({ kind: 'nothing' });
      return;
    }
    setFound((was) => ({ kind: 'searching', before: was.kind === 'hits' ? was.hits : [] }));
    const controller = new AbortController();
    void ask(text, controller.signal);
    return () => controller.abort();

    async function ask(sought: string, signal: AbortSignal): Promise<void> {
      try {
        const hits = await search(sought, signal);
        if (!signal.aborted) setFound({ kind: 'hits', hits });
      } catch (error) {
        if (signal.aborted) return;
        if (!(error instanceof FailureError)) throw error;
        setFound({ kind: 'failed', failure: error.failure });
      }
    }
  }, [text, search]);
  return found;
}
