// The break from the screen: since when one works at it, when the next break is due, and the break itself counted down.
import { useIntents } from '../../store/useDesk.ts';
import { useScreenBreak } from '../../store/useScreenBreak.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';
import { useBreakWords } from './useBreakWords.ts';

export function BreakCard() {
  const { t } = useWords();
  const { startBreak, setWish } = useIntents();
  const words = useBreakWords();
  const now = useScreenBreak();
  if (now === null)
    return (
      <section className="section">
        <SectionTitle>{t('myDay.break.title')}</SectionTitle>
        <p className="sub">{t('myDay.noList')}</p>
      </section>
    );
  const { at, policy, reason } = now;
  return (
    <section className="section" data-testid="break-card" data-state={at.state}>
      <SectionTitle>{t('myDay.break.title')}</SectionTitle>
      {now.isOn ? (
        <p className="break-big num" role="timer">
          {words.next(now)}
        </p>
      ) : now.hasBegun && at.state !== 'resting' ? (
        <>
          <p className="break-big">{words.next(now)}</p>
          <p>{words.worked(now)}</p>
        </>
      ) : (
        <p>{t('myDay.break.noWork')}</p>
      )}
      <div>
        {now.isOn ? (
          <Button onClick={() => void setWish({ kind: 'ready' })} data-testid="page-break-end">
            {t('myDay.break.end')}
          </Button>
        ) : reason === null ? null : (
          <Button command="screenBreak" onClick={() => void startBreak(reason)} data-testid="page-break-start">
            {t('myDay.break.start')}
          </Button>
        )}
      </div>
      <p className="sub">
        {t('myDay.break.law', { minutes: policy.minutes, every: policy.everyMinutes })}{' '}
        {t('myDay.break.source', { source: policy.agreement ?? policy.source })}
      </p>
    </section>
  );
}
