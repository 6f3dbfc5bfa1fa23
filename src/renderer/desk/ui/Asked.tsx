// What a page has asked the service for: on its way, not to be had, or there.
import { type ReactNode, useCallback, useEffect, useState } from 'react';
import { Button } from './Button.tsx';
import { Spinner } from './Spinner.tsx';
import { useWords } from './words.tsx';

export type Asked<T> =
  | { readonly kind: 'asking' }
  | { readonly kind: 'unread' }
  | { readonly kind: 'here'; readonly value: T };

/** Asks once, and again on `again`. `ask` answers null where it was refused, which is shown elsewhere. */
export function useAsked<T>(ask: () => Promise<T | null>) {
  const [asked, setAsked] = useState<Asked<T>>({ kind: 'asking' });
  const keep = useCallback((value: T) => setAsked({ kind: 'here', value }), []);
  const again = useCallback(() => {
    setAsked((before) => (before.kind === 'here' ? before : { kind: 'asking' }));
    void ask().then((value) =>
      setAsked((before) =>
        value !== null ? { kind: 'here', value } : before.kind === 'here' ? before : { kind: 'unread' },
      ),
    );
  }, [ask]);
  useEffect(again, [again]);
  return { asked, keep, again };
}

interface AskedForProps<T> {
  readonly asked: Asked<T>;
  readonly onAgain: () => void;
  readonly children: (value: T) => ReactNode;
}

export function AskedFor<T>({ asked, onAgain, children }: AskedForProps<T>) {
  const { t } = useWords();
  if (asked.kind === 'here') return children(asked.value);
  if (asked.kind === 'asking')
    return (
      <p className="sub asked" role="status">
        <Spinner />
        {t('office.reading')}
      </p>
    );
  return (
    <p className="sub asked" role="status" data-testid="unread">
      {t('office.unread')}
      <Button size="small" onClick={onAgain} data-testid="read-again">
        {t('actions.retry')}
      </Button>
    </p>
  );
}
