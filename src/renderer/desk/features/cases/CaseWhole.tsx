// One case: what the customer said and asked for, what is due, what is to be told, what may be done now, tasks, and what was done.
import { useEffect, useState } from 'react';
import type { ActOnCase, CaseShown, Doing } from '#shared/contract/cases';
import { inThrees } from '#shared/model/caseNumber';
import type { CustomerId } from '#shared/model/ids';
import { useDueWords } from '../../store/dueWords.ts';
import { useDeskState, useIntents, useNow, useWords } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { moment } from '../../ui/time.ts';
import { ActForm, isDoneAtOnce } from './ActForm.tsx';

/** Undefined: not read yet; null: it is not on this PC (any more). */
function useShown(id: string): CaseShown | null | undefined {
  const { caseShown } = useIntents();
  const [shown, setShown] = useState<CaseShown | null>();
  const changed = useDeskState((state) => state.casesChanged);
  useEffect(() => {
    let isOld = false;
    void changed;
    void caseShown(id).then((found) => {
      if (!isOld) setShown(found);
    });
    return () => {
      isOld = true;
    };
  }, [id, changed, caseShown]);
  return shown;
}

/** Acts that this page can write, in the order in which they are offered. */
const offered = [
  ...['work', 'acknowledge', 'resume', 'close', 'reopen', 'waitCustomer', 'waitThird', 'addTask', 'note', 'remind'],
  ...['withdraw', 'cancel'],
] as readonly ActOnCase[];

export function CaseWhole({ id }: { readonly id: string }) {
  const { t } = useWords();
  const shown = useShown(id);
  if (shown === undefined) return <div className="case-whole" />;
  if (shown === null) return <p className="sub case-whole">{t('cases.gone')}</p>;
  return <Whole shown={shown} />;
}

function Whole({ shown }: { readonly shown: CaseShown }) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { show, actOnCase } = useIntents();
  const [asked, setAsked] = useState<ActOnCase | null>(null);
  const { case: found, customer, possible } = shown;
  const { file } = found;
  const due = useDueWords(found);
  const whose: CustomerId = found.customerId;
  const act = (doing: Doing) => {
    setAsked(null);
    void actOnCase(whose, found.id, doing);
  };
  const choose = (kind: ActOnCase) => {
    const doing = isDoneAtOnce(kind);
    if (doing === null) setAsked(kind);
    else act(doing);
  };
  return (
    <div className="case-whole" data-testid="case-whole">
      <div>
        <h2>
          <span className="num">{inThrees(found.number)}</span> · {found.title}
        </h2>
        <p className="case-facts">
          <Tag tone={file?.kind === 'complaint' ? 'hold' : 'plain'}>{t(`cases.kinds.${file?.kind ?? 'case'}`)}</Tag>
          <Tag>{file === null ? t(`caseStatus.${found.status}`) : t(`cases.steps.${file.stage.step}`)}</Tag>
          {found.reminders === 0 ? null : (
            <Tag tone="stop">{t('customer.caseReminders', { count: found.reminders })}</Tag>
          )}
          {found.pending ? <Tag tone="note">{t('cases.pending')}</Tag> : null}
        </p>
        <p className="case-facts sub">
          {customer === null ? null : (
            <Button look="ghost" size="small" onClick={() => show({ kind: 'customer', id: customer.id })}>
              {customer.name}
            </Button>
          )}
          {due === null ? null : <span className={due.tone === 'calm' ? undefined : 'urgent'}>{due.words}</span>}
          <span>{file?.owner ? t('cases.owner', { name: file.owner.name }) : t('cases.nobodys')}</span>
        </p>
      </div>
      {file === null || file.toTell.length === 0 ? null : (
        <div className="box hold case-same" data-testid="to-tell">
          <p>{t('cases.toTell', { what: file.toTell.map((notice) => t(`cases.notices.${notice}`)).join(', ') })}</p>
          <Button
            size="small"
            onClick={() => act({ kind: 'tell', notices: [...file.toTell], told: 'call', text: '' })}
            data-testid="told"
          >
            {t('cases.told')}
          </Button>
        </div>
      )}
      {asked === null ? (
        <fieldset className="case-acts" aria-label={t('cases.possible')}>
          {offered
            .filter((kind) => possible.includes(kind))
            .map((kind, nth) => (
              <Button
                key={kind}
                look={nth === 0 ? 'primary' : 'plain'}
                size="small"
                onClick={() => choose(kind)}
                data-testid={`act-${kind}`}
              >
                {t(`cases.verbs.${kind as 'work'}`)}
              </Button>
            ))}
        </fieldset>
      ) : (
        <ActForm kind={asked} found={found} onDo={act} onLeave={() => setAsked(null)} />
      )}
      {file === null ? null : (
        <>
          {file.words === '' ? null : (
            <section>
              <SectionTitle>{t('cases.words')}</SectionTitle>
              <p className="case-said">{file.words}</p>
              {file.remedy === '' ? null : <p className="sub">{t('cases.asks', { remedy: file.remedy })}</p>}
            </section>
          )}
          {file.tasks.length === 0 ? null : (
            <section>
              <SectionTitle right={file.tasks.filter(({ end }) => end.state === 'open').length}>
                {t('cases.tasks')}
              </SectionTitle>
              <ul className="case-log">
                {file.tasks.map(({ id, what, backOffice, end }) => (
                  <li key={id}>
                    <span className="sub">{t(`cases.taskStates.${end.state}`)}</span>
                    <p>
                      {what} <span className="sub">({backOffice})</span>{' '}
                      {end.state === 'open' && possible.includes('doTask') ? (
                        <Button size="small" onClick={() => act({ kind: 'doTask', taskId: id, result: '' })}>
                          {t('cases.taskDone')}
                        </Button>
                      ) : null}
                    </p>
                  </li>
                ))}
              </ul>
            </section>
          )}
          <section>
            <SectionTitle>{t('cases.log')}</SectionTitle>
            <ol className="case-log" data-testid="case-log">
              {file.log.toReversed().map((entry) => (
                <li key={entry.id}>
                  <span className="sub">{moment(entry.at, now, language)}</span>
                  <p>
                    {t(`cases.acts.${entry.act as 'note'}`)} <span className="sub">· {entry.by}</span>
                    {entry.text === '' ? null : (
                      <>
                        <br />
                        {entry.text}
                      </>
                    )}
                  </p>
                </li>
              ))}
            </ol>
          </section>
        </>
      )}
    </div>
  );
}
