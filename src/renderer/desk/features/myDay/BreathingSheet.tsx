// A minute to breathe: a circle that grows and shrinks, and the words for it; words alone where less motion is wanted. Kept nowhere.
import { useState } from 'react';
import { breathAt } from '#shared/model/lists/breathing';
import { useDesk, useIntents, useNow } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { Button } from '../../ui/Button.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SheetHead } from '../../ui/SheetHead.tsx';
import { useWords } from '../../ui/words.tsx';
import './myDay.css';

export function BreathingSheet() {
  const { t, language } = useWords();
  const { openSheet } = useIntents();
  const close = () => openSheet('none');
  const { now: clock } = useDesk();
  const { breathing } = useLists(null);
  const [began, setBegan] = useState<number | null>(null);
  const now = useNow(began !== null);
  const breath = breathing === undefined || began === null ? null : breathAt(now - began, breathing);
  return (
    <Sheet label={t('myDay.breathing.title')} onClose={close} narrow testId="breathing">
      <SheetHead title={t('myDay.breathing.title')} onClose={close} />
      <div className="breathing">
        {breathing === undefined ? (
          <p className="sub">{t('myDay.noList')}</p>
        ) : breath === null ? (
          <p>{breathing.about[language]}</p>
        ) : breath.part === 'over' ? (
          <p role="status" data-testid="breathe-over">
            {breathing.afterwards[language]}
          </p>
        ) : (
          <>
            <div
              className={`breath ${breath.part}`}
              style={{ transitionDuration: `${breathing[breath.part]}s` }}
              aria-hidden="true"
            />
            <p className="breath-word" role="status">
              {t(`myDay.breathing.${breath.part}`)}
            </p>
            <p className="sub num" aria-hidden="true">
              {breath.leftSeconds} · {t('myDay.breathing.times', { time: breath.time, times: breathing.times })}
            </p>
          </>
        )}
        <p className="sub">{t('myDay.breathing.nothingKept')}</p>
        {/* One button, so that the focus stays where it is. */}
        <Button
          data-first-focus=""
          onClick={() => (began === null ? setBegan(clock()) : close())}
          data-testid="breathe-begin"
        >
          {t(began === null ? 'myDay.breathing.begin' : 'actions.close')}
        </Button>
      </div>
    </Sheet>
  );
}
