// One quiet line when a break from the screen comes near or is due, and while it runs. Never over a call: after it.
import { Coffee, X } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useCommand } from '../../commands/useCommand.ts';
import { lineupOf } from '../../store/lineup.ts';
import { ringingCalls } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useScreenBreak } from '../../store/useScreenBreak.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useWords } from '../../ui/words.tsx';
import { useBreakWords } from './useBreakWords.ts';

export function BreakLine() {
  const { t } = useWords();
  const { startBreak, setWish } = useIntents();
  const words = useBreakWords();
  const now = useScreenBreak();
  const isBusy = useDeskState((state) => lineupOf(state.phone) !== null || ringingCalls(state).length > 0);
  const onPage = useDeskState(({ page }) => page.kind === 'myDay');
  const [hidden, setHidden] = useState('');
  const state = now?.at.state;
  // Closed, it is so until the next break.
  useEffect(() => {
    if (state === 'working' || state === 'resting') setHidden('');
  }, [state]);
  const canStart = now !== null && now.reason !== null && !now.isOn;
  const start = () => now?.reason != null && void startBreak(now.reason);
  useCommand('screenBreak', start, { enabled: canStart });
  if (now === null || state === undefined || isBusy || onPage) return null;
  const isSaid = now.isOn || state === 'soon' || state === 'due';
  if (!isSaid || hidden === state) return null;
  return (
    <section className="break-line" aria-label={t('myDay.break.title')} data-testid="break-line" data-state={state}>
      <Coffee aria-hidden="true" />
      {now.isOn ? (
        <p className="num" role="timer" data-testid="break-left">
          {words.next(now)}
        </p>
      ) : (
        <p role="status">{words.next(now)}</p>
      )}
      {now.isOn ? (
        <Button size="small" onClick={() => void setWish({ kind: 'ready' })} data-testid="break-end">
          {t('myDay.break.end')}
        </Button>
      ) : (
        <>
          {canStart ? (
            <Button size="small" command="screenBreak" onClick={start} data-testid="break-start">
              {t('myDay.break.start')}
            </Button>
          ) : null}
          <IconButton icon={X} name={t('myDay.break.hide')} onClick={() => setHidden(state)} />
        </>
      )}
    </section>
  );
}
