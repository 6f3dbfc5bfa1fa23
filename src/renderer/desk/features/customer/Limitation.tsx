// Data that may be kept and not be used (GDPR art. 18): what the agent may still do, and who takes it on.
import { Lock } from 'lucide-react';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { fullDay, localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

interface LimitationProps {
  readonly since: string;
  /** Whether they are on the line, or were a moment ago. */
  readonly inCall: boolean;
}

const none: never[] = [];

export function Limitation({ since, inCall }: LimitationProps) {
  const { t, language } = useWords();
  const colleagues = useDeskState((state) => workstationOf(state)?.colleagues) ?? none;
  const officers = colleagues.filter(({ role }) => role === 'privacy');
  return (
    <section className="box stop limitation" aria-label={t('restricted.title')} data-testid="limitation">
      <strong>
        <Lock aria-hidden="true" />
        {t('restricted.title')}
      </strong>
      {inCall ? (
        <>
          <p>{t('restricted.todo')}</p>
          {officers.map(({ id, name, extension }) => (
            <p key={id} className="num">
              {t('restricted.officer', { name, extension })}
            </p>
          ))}
        </>
      ) : null}
      <p className="sub">
        {t('restricted.since', { day: fullDay(localDay(since), language) })} {t('restricted.withheld')}
      </p>
    </section>
  );
}
