// The question before something that was set aside is dropped for good.

import { Button } from '../../ui/Button.tsx';
import { useWords } from '../../ui/words.tsx';

interface DiscardAskProps {
  readonly onDiscard: () => void;
  readonly onLeave: () => void;
}

export function DiscardAsk({ onDiscard, onLeave }: DiscardAskProps) {
  const { t } = useWords();
  return (
    <div className="conflict-actions" role="alert">
      <span>{t('conflicts.discardAsk')}</span>
      <Button autoFocus look="stop" onClick={onDiscard} data-testid="discard-sure">
        {t('conflicts.discardSure')}
      </Button>
      <Button look="ghost" onClick={onLeave}>
        {t('actions.cancel')}
      </Button>
    </div>
  );
}
