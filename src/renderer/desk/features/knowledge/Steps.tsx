// What is checked with the customer: boxes to tick and questions that lead to one another, by the answers so far.
import { Check as CheckIcon } from 'lucide-react';
import { Checkbox, Label, Radio, RadioGroup } from 'react-aria-components';
import { type Article, type Check, done, isThrough, type OpenStep, openSteps, readIn } from '#shared/model/article';
import { useWords } from '../../ui/words.tsx';

interface StepProps {
  readonly open: OpenStep;
  readonly onAnswer: (step: string, answer: string | null) => void;
}

function Tick({ open: { step, answer }, onAnswer }: StepProps) {
  const { language } = useWords();
  return (
    <Checkbox
      className="check"
      isSelected={answer === done}
      onChange={(isDone) => onAnswer(step.code, isDone ? done : null)}
      data-testid={`step-${step.code}`}
    >
      <span className="check-box">
        <CheckIcon aria-hidden="true" />
      </span>
      {readIn(step.ask, language).text}
    </Checkbox>
  );
}

function Choice({ open: { step, answer, end }, onAnswer }: StepProps) {
  const { language } = useWords();
  if (step.kind !== 'choice') return null;
  return (
    <RadioGroup
      className="article-choice"
      value={answer}
      onChange={(code) => onAnswer(step.code, code)}
      data-testid={`step-${step.code}`}
    >
      <Label className="article-ask">{readIn(step.ask, language).text}</Label>
      {step.options.map(({ code, name }) => (
        <Radio key={code} value={code} className="article-answer" data-testid={`answer-${code}`}>
          <span className="radio-dot" aria-hidden="true" />
          {readIn(name, language).text}
        </Radio>
      ))}
      {end === null ? null : (
        <p className="article-end" role="status">
          {readIn(end, language).text}
        </p>
      )}
    </RadioGroup>
  );
}

interface StepsProps {
  readonly article: Pick<Article, 'id' | 'steps'>;
  readonly checks: readonly Check[];
  readonly onAnswer: (step: string, answer: string | null) => void;
}

export function Steps({ article, checks, onAnswer }: StepsProps) {
  const { t } = useWords();
  const open = openSteps(article, checks);
  return (
    <div className="article-steps">
      {open.map((one) =>
        one.step.kind === 'tick' ? (
          <Tick key={one.step.code} open={one} onAnswer={onAnswer} />
        ) : (
          <Choice key={one.step.code} open={one} onAnswer={onAnswer} />
        ),
      )}
      {isThrough(open) ? (
        <p className="sub" role="status">
          {t('knowledge.through')}
        </p>
      ) : null}
    </div>
  );
}
