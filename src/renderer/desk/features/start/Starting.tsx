// What happens between the door and the desk, step by step; and what went wrong, with the way out.
import { Check, Circle, X } from 'lucide-react';
import type { Failure } from '#shared/contract/failure';
import { useDeskSelection, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { count, roughly } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { type Step, startSteps } from './progress.ts';
import { StartFrame } from './StartFrame.tsx';

const marks = {
  waiting: <Circle aria-hidden="true" />,
  running: <Spinner />,
  done: <Check aria-hidden="true" />,
  failed: <X aria-hidden="true" />,
};

function StepLine({ step }: { readonly step: Step }) {
  const { t, language } = useWords();
  const { name, status, amount } = step;
  const word = {
    waiting: t('start.progress.waiting'),
    running: t('start.progress.running'),
    done: t('start.progress.done'),
    failed: t('start.progress.failedStep'),
  };
  return (
    <li className={`step ${status}`}>
      {marks[status]}
      <span>{t(`start.progress.steps.${name}`)}</span>
      <span className="num step-amount">
        {amount === null
          ? word[status]
          : t('start.progress.loadCount', { done: count(amount.done, language), total: count(amount.total, language) })}
      </span>
      {amount === null ? null : <progress value={amount.done} max={Math.max(1, amount.total)} />}
      {amount === null || amount.perSecond === null || amount.secondsLeft === null ? null : (
        <span className="num step-pace">
          {t('sync.pace', {
            perSecond: count(amount.perSecond, language),
            left: roughly(amount.secondsLeft, language),
          })}
        </span>
      )}
    </li>
  );
}

interface StartingProps {
  readonly door: 'practise' | 'connect';
  readonly failure: Failure | null;
}

export function Starting({ door, failure }: StartingProps) {
  const { t } = useWords();
  const { leaveDoor, retrySignIn } = useIntents();
  const steps = useDeskSelection(startSteps);
  return (
    <StartFrame
      title={failure === null ? t(`start.progress.${door}`) : t('start.progress.failed')}
      subtitle={failure === null ? t('start.progress.about') : t(`failures.${failure.code}.what`)}
    >
      <div className="start-form">
        {failure === null ? null : (
          <Notice
            tone="stop"
            title={t(`failures.${failure.code}.what`)}
            body={t(`failures.${failure.code}.todo`)}
            small={failure.reference === undefined ? null : t('notices.reference', { reference: failure.reference })}
          />
        )}
        <ol className="steps" aria-live="polite">
          {steps.map((step) => (
            <StepLine key={step.name} step={step} />
          ))}
        </ol>
        <div className="start-form-actions">
          <Button look="ghost" size="big" onClick={() => void leaveDoor()}>
            {t('actions.back')}
          </Button>
          {failure === null ? null : (
            <Button look="primary" size="big" onClick={retrySignIn}>
              {t('actions.retry')}
            </Button>
          )}
        </div>
      </div>
    </StartFrame>
  );
}
