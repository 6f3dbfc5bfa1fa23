// Reporting that something is missing: the words that were searched, and nothing else.
import { useState } from 'react';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useWords } from '../../ui/words.tsx';

const longest = 80;

interface GapProps {
  readonly words: string;
  readonly reasonCode: string | null;
}

export function Gap({ words, reasonCode }: GapProps) {
  const { t } = useWords();
  const { tellGap } = useIntents();
  const [isTold, setTold] = useState(false);
  const sent = words.slice(0, longest);
  if (sent.length < 2) return null;
  if (isTold)
    return (
      <p className="sub" role="status" data-testid="gap-told">
        {t('knowledge.gapTold', { words: sent })}
      </p>
    );
  return (
    <>
      <Button onClick={() => void tellGap(sent, reasonCode).then(setTold)} data-testid="tell-gap">
        {t('knowledge.gap')}
      </Button>
      <p className="faint">{t('knowledge.gapAbout')}</p>
    </>
  );
}
