// Whom to call back: who was promised it, by when, who gave up in a queue, and for leads who was not satisfied and wants a call. One takes one, the
// others see it taken.
import type { ReactNode } from 'react';
import { may } from '#shared/model/role';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useNow } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { localTime } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { CallbackLine, LostCallLine, RecontactLine } from './ToCallLine.tsx';

interface ListProps {
  readonly title: string;
  readonly about: string;
  readonly none: string;
  readonly count: number;
  readonly children: ReactNode;
}

function List({ title, about, none, count, children }: ListProps) {
  return (
    <section className="section">
      <SectionTitle>{title}</SectionTitle>
      <p className="sub">{count === 0 ? none : about}</p>
      <ul className="to-call-list">{children}</ul>
    </section>
  );
}

export function ToCallPage() {
  const { t } = useWords();
  const lost = useDeskState((state) => state.data?.boards.lostCalls ?? null);
  const promised = useDeskState((state) => state.data?.boards.callbacks ?? null);
  const current = useDeskState((state) => state.data?.boards.current ?? false);
  const isLead = useDeskState((state) => may(workstationOf(state)?.agent.role ?? 'agent', 'leadTeam'));
  const now = useNow();
  const asOf = lost?.asOf ?? promised?.asOf ?? null;
  return (
    <section className="page" data-testid="to-call-page">
      <div>
        <h1>{t('toCall.title')}</h1>
        <p className={current ? 'sub' : 'sub urgent'}>
          {asOf === null
            ? t('boards.unheard')
            : current
              ? t('toCall.about')
              : t('boards.asOf', { time: localTime(asOf) })}
        </p>
      </div>
      {promised === null ? null : (
        <List
          title={t('callback.list')}
          about={t('callback.listAbout')}
          none={t('callback.none')}
          count={promised.callbacks.length}
        >
          {promised.callbacks.map((row) => (
            <CallbackLine key={row.id} row={row} now={now} />
          ))}
        </List>
      )}
      {promised === null || !isLead ? null : (
        <List
          title={t('recontact.title')}
          about={t('recontact.about')}
          none={t('recontact.none')}
          count={promised.recontacts.length}
        >
          {promised.recontacts.map((row) => (
            <RecontactLine key={row.id} row={row} now={now} />
          ))}
        </List>
      )}
      {lost === null ? null : (
        <List title={t('lost.title')} about={t('lost.about')} none={t('lost.none')} count={lost.lostCalls.length}>
          {lost.lostCalls.map((row) => (
            <LostCallLine key={row.id} row={row} now={now} />
          ))}
        </List>
      )}
    </section>
  );
}
