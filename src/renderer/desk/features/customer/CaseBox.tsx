// One case on the card: its number, what it is about, its age or its end, and how often it was chased.
import { BellRing } from 'lucide-react';
import { Fragment } from 'react';
import { inThrees } from '#shared/model/caseNumber';
import type { Case } from '#shared/model/customer';
import { useDueWords } from '../../store/dueWords.ts';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { daysSince } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { CaseFiles } from './CaseFiles.tsx';

interface CaseBoxProps {
  readonly found: Case;
  readonly hasFiles: boolean;
  /** The key opens its files. */
  readonly hasKey: boolean;
}

export function CaseBox({ found, hasFiles, hasKey }: CaseBoxProps) {
  const { t } = useWords();
  const { show, openSheet } = useIntents();
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
        <button
          type="button"
          className="case-open num whole"
          onClick={() => show({ kind: 'cases', open: found.id })}
          aria-label={t('cases.open', { number: inThrees(found.number) })}
          data-testid="open-case"
        >
          {inThrees(found.number)}
        </button>
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
        <Button
          look="ghost"
          size="small"
          icon={BellRing}
          onClick={() => openSheet({ kind: 'remindCase', found })}
          data-testid="chase"
        >
          {t('cases.chase')}
        </Button>
        {hasFiles ? <CaseFiles found={found} hasKey={hasKey} /> : null}
      </div>
    </li>
  );
}
