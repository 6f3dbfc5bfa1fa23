// Identifying the caller: what to ask, what to compare it with, and one key for how it was answered. Nothing is read out that would prove
// anything, and nothing that was answered is kept.
import { Check, type LucideIcon, Minus, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { type IdentificationLevel, identificationLevels } from '#shared/model/identification';
import type { Answer } from '#shared/model/identifying';
import type { InteractionId } from '#shared/model/ids';
import type { IdentificationList } from '#shared/model/lists/identification';
import type { Identifying, Question } from '../../store/identity.ts';
import { levelOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useCustomerLanguage, useLists } from '../../store/useLists.ts';
import { Button } from '../../ui/Button.tsx';
import { useKey } from '../../ui/keys.ts';
import { Panel } from '../../ui/Panel.tsx';
import { SaidText } from '../../ui/Said.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { useWords } from '../../ui/words.tsx';
import { CallBackOnFile } from './CallBackOnFile.tsx';
import { Doing } from './Doing.tsx';
import { Speaking } from './Speaking.tsx';
import { Suspect, Suspicion } from './Suspicion.tsx';
import { useIdentifying } from './useIdentification.ts';

const answers: readonly { readonly answer: Answer; readonly chord: string; readonly icon: LucideIcon }[] = [
  { answer: 'right', chord: '1', icon: Check },
  { answer: 'wrong', chord: '2', icon: X },
  { answer: 'silent', chord: '3', icon: Minus },
];

interface AskedProps {
  readonly id: InteractionId;
  readonly question: Question;
  readonly onAnswer: (answer: Answer) => void;
}

/** The question that is asked now: its answers have the keys, and its first one the focus. */
function AskedNow({ id, question: { factor }, onAnswer }: AskedProps) {
  const { t, language } = useWords();
  const spoken = useCustomerLanguage(id);
  const group = useRef<HTMLDivElement>(null);
  useEffect(() => group.current?.querySelector('button')?.focus(), []);
  useKey('1', () => onAnswer('right'), { bare: true });
  useKey('2', () => onAnswer('wrong'), { bare: true });
  useKey('3', () => onAnswer('silent'), { bare: true });
  return (
    <>
      <SaidText language={spoken} text={factor.ask} />
      {/* biome-ignore lint/a11y/useSemanticElements: buttons that belong together, not a form */}
      <div ref={group} className="question-answers" role="group" aria-label={factor.name[language]}>
        {answers.map(({ answer, chord, icon }) => (
          <Button
            key={answer}
            size="small"
            icon={icon}
            chord={chord}
            onClick={() => onAnswer(answer)}
            data-testid={`answer-${answer}`}
          >
            {t(`identification.answers.${answer}`)}
          </Button>
        ))}
      </div>
    </>
  );
}

interface QuestionsProps {
  readonly id: InteractionId;
  readonly rules: IdentificationList;
  readonly now: Identifying;
}

function Questions({ id, rules, now }: QuestionsProps) {
  const { t, language } = useWords();
  const { answerQuestion } = useIntents();
  const next = now.questions.find(({ answer }) => answer === null);
  return (
    <ol className="questions">
      {now.questions.map((question) => {
        const { factor, mask, answer } = question;
        return (
          <li
            key={factor.kind}
            className={`question ${answer ?? 'open'}`}
            data-testid={`question-${factor.kind}`}
            data-answer={answer ?? 'open'}
          >
            <p className="question-head">
              <span>{factor.name[language]}</span>
              {answer === null ? (
                <span className="mask num">{mask ?? t('identification.elsewhere')}</span>
              ) : (
                <span className="sub">{t(`identification.answers.${answer}`)}</span>
              )}
            </p>
            {question === next ? (
              <AskedNow
                id={id}
                question={question}
                onAnswer={(given) => answerQuestion(id, { factor: factor.kind, answer: given }, rules)}
              />
            ) : null}
          </li>
        );
      })}
    </ol>
  );
}

/** The fingers stay in the panel, whose questions are gone. */
function Failed({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const words = useRef<HTMLParagraphElement>(null);
  const spoken = useCustomerLanguage(id);
  const lines = useLists(id).guide?.phases.flatMap((phase) => phase.lines) ?? [];
  useEffect(() => words.current?.focus(), []);
  return (
    <>
      <p ref={words} tabIndex={-1} role="alert" className="question-failed" data-first-focus="">
        {t('identification.failed')}
      </p>
      {lines.map(({ say, when }) =>
        when?.includes('failed') ? <SaidText key={say.it} language={spoken} text={say} /> : null,
      )}
    </>
  );
}

/** In a way of the company's own: the level is the agent's word. */
function ByHand({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { edit } = useIntents();
  const level = useDeskState((state) => levelOf(state, id));
  return (
    <div className="panel-part">
      <Segments
        label={t('identification.byHand')}
        options={identificationLevels.map((each) => ({ id: each, name: t(`identification.levels.${each}`) }))}
        chosen={level}
        onChoose={(identification) =>
          edit(
            id,
            identification === 'none'
              ? { identification, factors: [] }
              : { identification, factors: ['byHand'], identificationFailed: false },
          )
        }
        testId="identification-by-hand"
      />
      <p className="sub">{t(`identification.allows.${level}`)}</p>
    </div>
  );
}

export function IdentificationPanel({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { openPanel } = useIntents();
  const [chosen, setChosen] = useState<IdentificationLevel | null>(null);
  const identifying = useIdentifying(id, chosen);
  const close = () => openPanel(id, null);
  const isReached = identifying !== null && identifying.now.left === 0 && identifying.now.attempts > 0;
  const wasReached = useRef(isReached);
  // What was wanted is known: back to the note, and to what the caller came for.
  useEffect(() => {
    if (isReached && !wasReached.current) close();
    wasReached.current = isReached;
  });
  return (
    <Panel title={t('identification.title')} onClose={close} testId="identification-panel" className="identifying">
      {identifying === null ? (
        <p className="sub">{t('identification.nobody')}</p>
      ) : (
        <>
          <Suspicion id={id} rules={identifying.rules} />
          <Speaking id={id} rules={identifying.rules} />
          <Doing id={id} rules={identifying.rules} onChosen={() => setChosen(null)} />
          <Segments
            label={t('identification.target')}
            options={identifying.rules.levels.map(({ level }) => ({
              id: level,
              name: t(`identification.levels.${level}`),
            }))}
            chosen={identifying.target}
            onChoose={setChosen}
            testId="identification-target"
          />
          {identifying.now.attempts === 0 ? (
            <Failed id={id} />
          ) : (
            <>
              <p className="sub">
                {identifying.now.left === 0
                  ? t('identification.done')
                  : t('identification.ask', { count: identifying.now.left })}
              </p>
              <Questions id={id} rules={identifying.rules} now={identifying.now} />
              {identifying.now.possible ? null : <p className="sub">{t('identification.documents')}</p>}
            </>
          )}
          <CallBackOnFile id={id} rules={identifying.rules} />
          <p className="sub panel-foot">
            {t('identification.wrong', {
              count: identifying.rules.attempts - identifying.now.attempts,
              most: identifying.rules.attempts,
            })}{' '}
            · {t('identification.notKept')}
          </p>
          <Suspect id={id} />
        </>
      )}
      {identifying === null || identifying.rules.byHand ? <ByHand id={id} /> : null}
    </Panel>
  );
}
