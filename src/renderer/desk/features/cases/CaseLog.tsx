// What was done to a case, by whom and when, the last first; of what was corrected what stood there before.
import type { ToldFile } from '#shared/model/caseFile';
import { useNow } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

const kept = 20;

export function CaseLog({ log }: { readonly log: ToldFile['log'] }) {
  const { t } = useWords();
  const latest = log.toReversed();
  return (
    <section>
      <SectionTitle right={log.length}>{t('cases.log')}</SectionTitle>
      <Entries log={latest.slice(0, kept)} testId="case-log" />
      {latest.length <= kept ? null : (
        <details>
          <summary>{t('cases.earlier', { count: latest.length - kept })}</summary>
          <Entries log={latest.slice(kept)} testId="case-log-earlier" />
        </details>
      )}
    </section>
  );
}

function Entries({ log, testId }: { readonly log: ToldFile['log']; readonly testId: string }) {
  const { t, language } = useWords();
  const now = useNow(false);
  return (
    <ol className="case-log" data-testid={testId}>
      {log.map(({ id, at, by, act, step, text, was }) => (
        <li key={id}>
          <span className="sub">{moment(at, now, language)}</span>
          <div>
            <p>
              {t(`cases.acts.${act as 'note'}`)}
              {step === null || act === 'register' ? '' : ` → ${t(`cases.steps.${step}`)}`}{' '}
              <span className="sub">· {by === '' ? t('cases.byHouse') : by}</span>
            </p>
            {text === '' ? null : <p>{text}</p>}
            {Object.entries(was).map(([field, before]) => (
              <p key={field} className="sub">
                {t('cases.was', {
                  field: t(`cases.fields.${field as 'title'}`),
                  before: before === null || before === '' ? '–' : before,
                })}
              </p>
            ))}
          </div>
        </li>
      ))}
    </ol>
  );
}
