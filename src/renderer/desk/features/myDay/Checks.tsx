// The workstation's check-list (D.Lgs. 81/2008 art. 174, Allegato XXXIV): gone through once, and again after the days that the list says. Kept on
// this PC; printed by whoever wants to hand it in.
import { useRef, useState } from 'react';
import type { ChecksDone } from '#shared/contract/day';
import type { WorkstationChecks } from '#shared/model/lists/workstationChecks';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { daysSince, fullDay, localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

type Answers = Readonly<Record<string, { readonly isRight: boolean; readonly words: string }>>;

interface FormProps {
  readonly list: WorkstationChecks;
  readonly onDone: () => void;
}

function Form({ list, onDone }: FormProps) {
  const { t, language } = useWords();
  const { keepChecks } = useIntents();
  const [answers, setAnswers] = useState<Answers>({});
  const [isRefused, setRefused] = useState(false);
  const missing = list.items.filter(({ code }) => answers[code] === undefined).length;
  async function save() {
    if (missing > 0) setRefused(true);
    else if (await keepChecks({ ...answers })) onDone();
  }
  return (
    <div className="checks-form">
      {list.items.map(({ code, name, about }) => {
        const answer = answers[code];
        const set = (change: Partial<Answers[string]>) =>
          setAnswers({ ...answers, [code]: { isRight: true, words: '', ...answer, ...change } });
        return (
          <div key={code} className="day-check">
            <Segments
              label={name[language]}
              options={[
                { id: 'right', name: t('myDay.checks.right') },
                { id: 'notRight', name: t('myDay.checks.notRight') },
              ]}
              chosen={answer === undefined ? '' : answer.isRight ? 'right' : 'notRight'}
              onChoose={(id) => set({ isRight: id === 'right' })}
              testId={`check-${code}`}
            />
            <p className="sub">{about[language]}</p>
            {answer?.isRight === false ? (
              <TextInput
                label={t('myDay.checks.what')}
                value={answer.words}
                onChange={(words) => set({ words: words.slice(0, 300) })}
                testId={`check-words-${code}`}
              />
            ) : null}
          </div>
        );
      })}
      <p className="error" role="status">
        {isRefused && missing > 0 ? t('myDay.checks.missing', { count: missing }) : ''}
      </p>
      <div>
        <Button look="primary" onClick={() => void save()} data-testid="checks-save">
          {t('myDay.checks.save')}
        </Button>
      </div>
    </div>
  );
}

function Done({ list, done }: { readonly list: WorkstationChecks; readonly done: ChecksDone }) {
  const { t, language } = useWords();
  const name = useDeskState((state) => (state.data?.session.kind === 'signedIn' ? state.data.session : null));
  const wrong = list.items.filter(({ code }) => done.answers[code]?.isRight === false);
  return (
    <>
      {wrong.length === 0 ? null : (
        <>
          <p>{t('myDay.checks.wrong', { count: wrong.length })}</p>
          <p className="sub">{list.whomToTell[language]}</p>
        </>
      )}
      <div className="checks-print" data-testid="checks-print">
        <h1>{t('myDay.checks.title')}</h1>
        <p>
          {name?.workstation.agent.name} · {fullDay(localDay(done.at), language)} · {list.source}
        </p>
        <ul>
          {list.items.map((item) => {
            const answer = done.answers[item.code];
            return answer === undefined ? null : (
              <li key={item.code}>
                <strong>{item.name[language]}</strong>: {t(`myDay.checks.${answer.isRight ? 'right' : 'notRight'}`)}
                {answer.words === '' ? '' : ` – ${answer.words}`}
              </li>
            );
          })}
        </ul>
      </div>
    </>
  );
}

export function Checks() {
  const { t, language } = useWords();
  const { workstationChecks: list } = useLists(null);
  const done = useDeskState((state) => state.data?.day.checks ?? null);
  const now = useNow(false);
  const [isOpen, setOpen] = useState(false);
  const part = useRef<HTMLElement>(null);
  /** What had the focus goes: the whole of it takes it. */
  function turn(open: boolean) {
    setOpen(open);
    part.current?.focus();
  }
  const day = done === null ? '' : fullDay(localDay(done.at), language);
  const isDue = done !== null && list !== undefined && daysSince(done.at, now) >= list.againAfterDays;
  return (
    <section ref={part} className="section" tabIndex={-1} data-testid="checks">
      <SectionTitle>{t('myDay.checks.title')}</SectionTitle>
      {list === undefined ? (
        <p className="sub">{t('myDay.noList')}</p>
      ) : (
        <>
          <p>{done === null ? t('myDay.checks.never') : t(`myDay.checks.${isDue ? 'due' : 'done'}`, { day })}</p>
          <p className="sub">{t('myDay.checks.about')}</p>
          {isOpen ? (
            <Form list={list} onDone={() => turn(false)} />
          ) : (
            <>
              {done === null ? null : <Done list={list} done={done} />}
              <div className="ring-actions">
                <Button size="small" onClick={() => turn(true)} data-testid="checks-open">
                  {t(done === null ? 'myDay.checks.start' : 'myDay.checks.again')}
                </Button>
                {done === null ? null : (
                  <Button look="ghost" size="small" onClick={() => window.print()} data-testid="checks-printed">
                    {t('myDay.checks.print')}
                  </Button>
                )}
              </div>
            </>
          )}
        </>
      )}
    </section>
  );
}
