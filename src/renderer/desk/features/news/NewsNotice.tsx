// After an update, once: that there is something new, and the way to it. Never while a call rings or goes on, nor while one is being written up.
import { lineupOf } from '../../store/lineup.ts';
import { newsToTell } from '../../store/newsIntents.ts';
import { currentInteractionId, ringingCalls } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useWords } from '../../ui/words.tsx';

export function NewsNotice() {
  const { t } = useWords();
  const { show, newsRead } = useIntents();
  const version = useDeskState((state) => {
    const isFree =
      lineupOf(state.phone) === null && ringingCalls(state).length === 0 && currentInteractionId(state) === null;
    return isFree ? newsToTell(state) : null;
  });
  if (version === null) return null;
  return (
    <Notice
      tone="note"
      title={t('news.told', { version })}
      body={t('news.toldAbout')}
      dismiss={{ name: t('actions.dismiss'), run: newsRead }}
    >
      <Button size="small" onClick={() => show({ kind: 'news' })} data-testid="read-news">
        {t('news.read')}
      </Button>
    </Notice>
  );
}
