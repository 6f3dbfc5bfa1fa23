// A password that was just made: seen once, to be told to whom it is for.
import { useEffect, useRef } from 'react';
import type { MadePassword } from '#shared/protocol/accounts';
import { CopyText } from '../../ui/CopyText.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { fullDay, localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

export function Made({ made: { account, password } }: { readonly made: MadePassword }) {
  const { t, language } = useWords();
  const box = useRef<HTMLDivElement>(null);
  // It is seen once: not above the upper edge of what has been scrolled. Newer engines give a promise back, which is no way to undo an effect.
  useEffect(() => {
    box.current?.scrollIntoView({ block: 'nearest' });
  }, []);
  const day = account.oneTimeUntil === null ? '' : fullDay(localDay(account.oneTimeUntil), language);
  return (
    <div ref={box} className="made" data-testid="made-password">
      <Notice tone="note" title={t('accounts.made', { name: account.name })} body={t('accounts.madeAbout', { day })}>
        <CopyText
          text={password}
          copied={password}
          name={`${t('accounts.copy')}: ${password}`}
          done={t('accounts.copied')}
        />
      </Notice>
    </div>
  );
}
