// Besides calls and complaints: where complaints come from, which promises are open, what procedures did not answer, how well things are recorded.
import type { PeopleCount } from '#shared/model/kpi';
import type { Figures } from '#shared/protocol/figures';
import { useLists } from '../../store/useLists.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { count } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

interface OpenWorkProps {
  readonly figures: Figures;
  /** A number as it may be told. */
  readonly told: (people: PeopleCount) => string;
}

export function OpenWork({ figures, told }: OpenWorkProps) {
  const { t, language } = useWords();
  const { rootCauses } = useLists(null);
  const { promises, quality, unanswered, rules, complaints } = figures;
  const nameOf = (code: string) => rootCauses?.find((one) => one.code === code)?.name[language] ?? code;
  const facts = [
    [t('figures.dueToday'), promises.dueToday],
    [t('figures.late', { minutes: rules.callbackGraceMinutes }), promises.late],
    [t('figures.unanswered'), unanswered],
    [t('figures.noReasonSaid'), quality.noReason],
    [t('figures.noOutcome'), quality.noOutcome],
    [t('figures.pairs'), quality.duplicates],
  ] as const;
  return (
    <>
      <section className="board-card" data-testid="figures-causes">
        <SectionTitle>{t('figures.causes')}</SectionTitle>
        {complaints.causes.length === 0 ? (
          <p className="sub">{t('figures.noCauses')}</p>
        ) : (
          <table className="board-table num">
            <thead>
              <tr>
                <th scope="col">{t('figures.cause')}</th>
                <th scope="col">{t('figures.complaintsOf')}</th>
              </tr>
            </thead>
            <tbody>
              {complaints.causes.map(({ code, count: people }) => (
                <tr key={code}>
                  <th scope="row">{nameOf(code)}</th>
                  <td>{told(people)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
      <section className="board-card" data-testid="figures-open">
        <SectionTitle>{t('figures.openWork')}</SectionTitle>
        <table className="board-table num">
          <tbody>
            {facts.map(([name, n]) => (
              <tr key={name}>
                <th scope="row">{name}</th>
                <td>{count(n, language)}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <p className="sub">{t('figures.openAbout', { n: count(quality.contacts, language) })}</p>
      </section>
    </>
  );
}
