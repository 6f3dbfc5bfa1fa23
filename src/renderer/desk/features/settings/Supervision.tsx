// Who sees what of the agent's work while it goes on, and by which agreement: told to everybody, also where nobody sees anything.
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { fullDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

export function Supervision() {
  const { t, language } = useWords();
  const supervision = useDeskState((state) => workstationOf(state)?.policy.supervision ?? null);
  const states = supervision?.namedStates === true ? 'named' : 'none';
  const listening = supervision?.listening === true ? 'listening' : 'unheard';
  return (
    <section className="section settings-section" data-testid="supervision">
      <SectionTitle>{t('supervision.title')}</SectionTitle>
      <p className="sub">{t(`supervision.${states}`)}</p>
      <p className="sub">{t(`supervision.${listening}`)}</p>
      {supervision !== null ? (
        <p className="faint">
          {t('board.allowedBy', { reference: supervision.legalReference, until: fullDay(supervision.until, language) })}
        </p>
      ) : null}
    </section>
  );
}
