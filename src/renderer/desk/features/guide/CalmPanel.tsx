// A heated call, brought back to calm step by step; and what is done about insults: a warning is a fact in the note, and nothing else.
import { type KeyboardEvent, useRef, useState } from 'react';
import type { InteractionId } from '#shared/model/ids';
import type { Calming } from '#shared/model/lists/calming';
import { useStanding } from '../../commands/useStanding.ts';
import { guidanceOf } from '../../store/guidance.ts';
import { draftOf } from '../../store/selectors.ts';
import { useDesk, useDeskState, useIntents } from '../../store/useDesk.ts';
import { useCustomerLanguage, useLists } from '../../store/useLists.ts';
import { Button } from '../../ui/Button.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { SaidText } from '../../ui/Said.tsx';
import { localTime } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { NoList } from './NoList.tsx';

interface PartProps {
  readonly id: InteractionId;
  readonly calming: Calming;
}

const steps: Readonly<Record<string, number>> = { ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1 };

function Steps({ id, calming }: PartProps) {
  const { language } = useWords();
  const spoken = useCustomerLanguage(id);
  const [at, setAt] = useState(0);
  const list = useRef<HTMLOListElement>(null);
  function onKeyDown(event: KeyboardEvent) {
    const step = steps[event.key];
    if (step === undefined) return;
    event.preventDefault();
    const next = Math.max(0, Math.min(calming.steps.length - 1, at + step));
    setAt(next);
    list.current?.querySelectorAll('button')[next]?.focus();
  }
  return (
    <ol ref={list} className="panel-steps">
      {calming.steps.map(({ code, name, about, say }, index) => (
        <li key={code}>
          <button
            type="button"
            {...(index === at && { 'data-first-focus': '' })}
            tabIndex={index === at ? 0 : -1}
            aria-current={index === at ? 'step' : undefined}
            onClick={() => setAt(index)}
            onKeyDown={onKeyDown}
          >
            <span className="num" aria-hidden="true">
              {index + 1}
            </span>
            {name[language]}
          </button>
          {index === at ? (
            <div className="panel-step" aria-live="polite">
              <p className="sub">{about[language]}</p>
              {say === undefined ? null : <SaidText language={spoken} text={say} />}
            </div>
          ) : null}
        </li>
      ))}
    </ol>
  );
}

function Insults({ id, calming }: PartProps) {
  const { t, language } = useWords();
  const { edit, countWarning } = useIntents();
  const { now } = useDesk();
  const spoken = useCustomerLanguage(id);
  const note = useDeskState((state) => draftOf(state, id).note);
  const given = useDeskState((state) => guidanceOf(state, id).warnings);
  const { rule, warnings, closing } = calming.insults;
  const next = warnings[given];
  function warn() {
    const fact = t('calm.fact', { number: given + 1, time: localTime(new Date(now()).toISOString()) });
    const before = note.trimEnd();
    edit(id, { note: before === '' ? `${fact}\n` : `${before}\n${fact}\n` });
    countWarning(id);
  }
  return (
    <details className="panel-more" open={given > 0}>
      <summary data-testid="insults">{t('calm.insults')}</summary>
      <div className="panel-part">
        <p className="sub">{rule[language]}</p>
        <SaidText language={spoken} text={next ?? closing} />
        {next === undefined ? (
          <p className="sub" role="status">
            {t('calm.closing')}
          </p>
        ) : (
          <Button size="small" onClick={warn} data-testid="warn">
            {t('calm.warn', { number: given + 1 })}
          </Button>
        )}
      </div>
    </details>
  );
}

/** What is left where no step has helped: who can help, and another moment. */
function Otherwise({ calming }: Pick<PartProps, 'calming'>) {
  const { t, language } = useWords();
  const [help, callback] = [useStanding('help'), useStanding('callback')];
  return (
    <div className="panel-part">
      <p className="sub">{calming.otherwise[language]}</p>
      <div className="panel-ways">
        {help === null ? null : (
          <Button size="small" command="help" onClick={help.run}>
            {t('assist.ask')}
          </Button>
        )}
        {callback === null ? null : (
          <Button size="small" command="callback" onClick={callback.run}>
            {t('callback.open')}
          </Button>
        )}
      </div>
    </div>
  );
}

export function CalmPanel({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { openPanel } = useIntents();
  const { calming } = useLists(id);
  return (
    <Panel title={t('calm.title')} onClose={() => openPanel(id, null)} testId="calm-panel">
      {calming === undefined ? (
        <NoList />
      ) : (
        <>
          <Steps id={id} calming={calming} />
          <Otherwise calming={calming} />
          <Insults id={id} calming={calming} />
        </>
      )}
    </Panel>
  );
}
