// One case on the card: its number, what it is about, its age or its end, and how often it was chased.
import { Fragment } from 'react';
import { inThrees } from '#shared/model/caseNumber';
import type { Case } from '#shared/model/customer';
import { useDueWords } from '../../store/dueWords.ts';
import { useNow, useWords } from '../../store/useDesk.ts';
import { daysSince } from '../../ui/time.ts';
import { CaseFiles } from './CaseFiles.tsx';

interface CaseBoxProps {
  readonly found: Case;
  readonly hasFiles: boolean;
  /** The key opens its files. */
  readonly hasKey: boolean;
}

export function CaseBox({ found, hasFiles, hasKey }: CaseBoxProps) {
  const { t } = useWords();
  const now = useNow(false);
  const days = daysSince(found.openedAt, now);
  const due = useDueWords(found);
  const facts = [
    found.file === null ? t(`caseStatus.${found.status}`) : t(`cases.steps.${found.file.stage.step}`),
    ...(due === null ? [] : [due.words]),
    ...(found.reminders === 0 ? [] : [t('customer.caseReminders', { count: found.reminders })]),
  ];
  return (
    <li className="box hold case" data-case={found.id}>
      <div className="case-head">
        <span className="num whole">{inThrees(found.number)}</span>
        <span className="case-title">{found.title}</span>
        <span className="case-age num">
          {days === 0 ? t('customer.caseToday') : t('customer.caseDays', { count: days })}
        </span>
      </div>
      <div className="case-foot">
        <p className="sub">
          {facts.map((fact, index) => (
            <Fragment key={fact}>
              {index === 0 ? '' : ' · '}
              <span className="whole">{fact}</span>
            </Fragment>
          ))}
        </p>
        {hasFiles ? <CaseFiles found={found} hasKey={hasKey} /> : null}
      </div>
    </li>
  );
}
