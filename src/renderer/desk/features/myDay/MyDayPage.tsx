// The agent's own day: whom they have promised a call, which cases are theirs, when a break is due, their own figures, their voice, their
// workstation. Nothing of it is seen by anybody else.
import { Phone, Wind } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { CallbackRow } from '#shared/contract/boards';
import type { ListedCase } from '#shared/contract/cases';
import { ownerOf } from '#shared/model/callbackOwner';
import { inThrees } from '#shared/model/caseNumber';
import { formatNumber } from '#shared/model/phoneNumber';
import { useDueWords } from '../../store/dueWords.ts';
import { lineupOf } from '../../store/lineup.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskSelection, useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { appointment, since } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { BreakCard } from './BreakCard.tsx';
import { Checks } from './Checks.tsx';
import { OwnFigures } from './OwnFigures.tsx';
import './myDay.css';

function CallbackLine({ row }: { readonly row: CallbackRow }) {
  const { t, language } = useWords();
  const { callBack } = useIntents();
  const now = useNow();
  const canCall = useDeskState((state) => lineupOf(state.phone) === null);
  const number = row.number === null ? t('toCall.notShown') : formatNumber(row.number);
  const name = row.customers[0]?.name ?? number;
  const isDue = since(row.dueAt, now) >= 0;
  return (
    <li className="day-line" data-testid="own-callback" data-due={isDue}>
      <span>
        <strong className="num">{name}</strong>
        <span className="sub num">
          {[...(name === number ? [] : [number]), ...(row.about === '' ? [] : [row.about])].join(' · ')}
        </span>
      </span>
      <time className={isDue ? 'urgent num' : 'num'} dateTime={row.dueAt}>
        {appointment(row.dueAt, now, language)}
        {isDue ? ` ${t('callback.due')}` : ''}
      </time>
      {row.number === null ? null : (
        <Button
          size="small"
          icon={Phone}
          disabled={!canCall}
          onClick={() => void callBack({ list: 'callbacks', row })}
          data-testid="day-call"
        >
          {t('myDay.ring.call')}
        </Button>
      )}
    </li>
  );
}

function Callbacks() {
  const { t } = useWords();
  const rows = useDeskSelection((state) => {
    const me = workstationOf(state)?.agent.id;
    return (state.data?.boards.callbacks?.callbacks ?? []).filter(
      (row) => row.state.kind !== 'done' && ownerOf(row) === me,
    );
  });
  return (
    <section className="section">
      <SectionTitle>{t('myDay.callbacks')}</SectionTitle>
      {rows.length === 0 ? (
        <p className="sub">{t('myDay.noCallbacks')}</p>
      ) : (
        <ul className="day-lines">
          {rows.map((row) => (
            <CallbackLine key={row.id} row={row} />
          ))}
        </ul>
      )}
    </section>
  );
}

function CaseLine({ listed: { case: found, customer } }: { readonly listed: ListedCase }) {
  const { t } = useWords();
  const { show } = useIntents();
  const due = useDueWords(found);
  return (
    <li>
      <button
        type="button"
        className="day-line"
        onClick={() => show({ kind: 'cases', open: found.id })}
        data-testid="own-case"
      >
        <span>
          <strong className="num">{inThrees(found.number)}</strong>
          <span className="sub">{[found.title, ...(customer === null ? [] : [customer.name])].join(' · ')}</span>
        </span>
        <span className={due === null || due.tone === 'calm' ? 'sub' : 'urgent'}>
          {due?.words ?? t(`caseStatus.${found.status}`)}
        </span>
      </button>
    </li>
  );
}

const most = 8;

function Cases() {
  const { t } = useWords();
  const { listCases, show } = useIntents();
  const [cases, setCases] = useState<readonly ListedCase[] | null>(null);
  const changed = useDeskState((state) => state.casesChanged);
  useEffect(() => {
    let isOld = false;
    void changed;
    void listCases('mine', '', most).then((found) => {
      if (!isOld && found !== null) setCases(found.cases);
    });
    return () => {
      isOld = true;
    };
  }, [changed, listCases]);
  return (
    <section className="section">
      <SectionTitle>{t('myDay.cases')}</SectionTitle>
      {cases === null ? null : cases.length === 0 ? (
        <p className="sub">{t('myDay.noCases')}</p>
      ) : (
        <>
          <ul className="day-lines">
            {cases.map((one) => (
              <CaseLine key={one.case.id} listed={one} />
            ))}
          </ul>
          <div>
            <Button look="ghost" size="small" onClick={() => show({ kind: 'cases', open: null })}>
              {t('myDay.allCases')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}

function Voice() {
  const { t, language } = useWords();
  const { openSheet } = useIntents();
  const { voiceCare, breathing } = useLists(null);
  const canBreathe = useDeskState((state) => breathing !== undefined && lineupOf(state.phone) === null);
  return (
    <section className="section">
      <SectionTitle>{t('myDay.voice')}</SectionTitle>
      {voiceCare === undefined ? <p className="sub">{t('myDay.noList')}</p> : null}
      {voiceCare?.map(({ code, name, about }) => (
        <details key={code} className="panel-more">
          <summary>{name[language]}</summary>
          <p className="sub">{about[language]}</p>
        </details>
      ))}
      {canBreathe ? (
        <div>
          <Button size="small" icon={Wind} onClick={() => openSheet('breathing')} data-testid="day-breathe">
            {t('myDay.breathing.title')}
          </Button>
        </div>
      ) : null}
    </section>
  );
}

export function MyDayPage() {
  const { t } = useWords();
  return (
    <section className="page my-day" data-testid="my-day-page">
      <div>
        <h1>{t('myDay.title')}</h1>
        <p className="sub">{t('myDay.about')}</p>
      </div>
      <div className="my-day-parts">
        <div className="my-day-part">
          <Callbacks />
          <Cases />
          <Voice />
        </div>
        <div className="my-day-part">
          <BreakCard />
          <OwnFigures />
          <Checks />
        </div>
      </div>
    </section>
  );
}
