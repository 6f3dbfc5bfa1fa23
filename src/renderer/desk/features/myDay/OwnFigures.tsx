// One's own figures: of today and of the week, counted on this PC, seen by nobody else, and deleted with one button.
import { useEffect, useRef, useState } from 'react';
import type { OwnFigures as Figures, OwnSums } from '#shared/model/ownFigures';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { count, timer } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

export function OwnFigures() {
  const { t, language } = useWords();
  const { ownFigures, forgetOwnFigures } = useIntents();
  const recent = useDeskState((state) => state.data?.recent);
  const [figures, setFigures] = useState<Figures | null>(null);
  const [isAsked, setAsked] = useState(false);
  const [times, setTimes] = useState(0);
  const part = useRef<HTMLElement>(null);
  function leave() {
    setAsked(false);
    part.current?.focus();
  }
  useEffect(() => {
    let isOld = false;
    // Another conversation, or a new beginning: they are others.
    void [recent, times];
    void ownFigures().then((found) => {
      if (!isOld) setFigures(found);
    });
    return () => {
      isOld = true;
    };
  }, [ownFigures, recent, times]);

  const lasting = (ms: number | null) => (ms === null ? t('myDay.figures.none') : timer(ms));
  const rows: readonly (readonly [string, (sums: OwnSums) => string])[] = [
    [t('myDay.figures.conversations'), ({ conversations }) => count(conversations, language)],
    [t('myDay.figures.talked'), ({ talkedMs }) => lasting(talkedMs)],
    [t('myDay.figures.wrote'), ({ wroteMs }) => lasting(wroteMs)],
    [t('myDay.figures.promisesKept'), ({ promisesKept }) => count(promisesKept, language)],
  ];
  return (
    <section ref={part} className="section" tabIndex={-1} data-testid="own-figures">
      <SectionTitle>{t('myDay.figures.title')}</SectionTitle>
      <p className="sub">{t('myDay.figures.about')}</p>
      {figures === null ? null : (
        <table className="own-figures">
          <thead>
            <tr>
              <td />
              <th scope="col">{t('myDay.figures.today')}</th>
              <th scope="col">{t('myDay.figures.week')}</th>
            </tr>
          </thead>
          <tbody>
            {rows.map(([name, say]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td className="num">{say(figures.today)}</td>
                <td className="num">{say(figures.week)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {isAsked ? (
        <Sure
          title={t('myDay.figures.forget')}
          body={t('myDay.figures.sure')}
          does={t('myDay.figures.forget')}
          onDo={async () => {
            await forgetOwnFigures();
            setTimes(times + 1);
            leave();
          }}
          onLeave={leave}
          testId="figures-forgotten"
        />
      ) : (
        <div>
          <Button look="ghost" size="small" onClick={() => setAsked(true)} data-testid="figures-forget">
            {t('myDay.figures.forget')}
          </Button>
        </div>
      )}
    </section>
  );
}
