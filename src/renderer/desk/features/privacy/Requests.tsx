// What people ask about their data: those to answer by the day they are due, and the one that is being worked on.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { PrivacyRequest } from '#shared/protocol/privacy';
import { useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { daysUntil, localDay, moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { NewRequest } from './NewRequest.tsx';
import { OneRequest } from './OneRequest.tsx';
import type { PanelProps } from './panel.ts';

/** From here on it is pressing. */
const pressingDays = 7;

function Due({ request }: { readonly request: PrivacyRequest }) {
  const { t } = useWords();
  const today = localDay(new Date(useNow()).toISOString());
  const { state, dueOn, prolongedTo } = request;
  if (state !== 'open') return <Tag>{t(`privacy.due.${state}`)}</Tag>;
  const days = daysUntil(prolongedTo ?? dueOn, today);
  if (days < 0) return <Tag tone="stop">{t('privacy.due.late', { count: -days })}</Tag>;
  const tone = days <= pressingDays ? 'hold' : 'plain';
  return <Tag tone={tone}>{days === 0 ? t('privacy.due.today') : t('privacy.due.in', { count: days })}</Tag>;
}

interface RowsProps {
  readonly requests: readonly PrivacyRequest[];
  readonly chosen: string | null;
  readonly onChoose: (id: string) => void;
}

function Rows({ requests, chosen, onChoose }: RowsProps) {
  const { t, language } = useWords();
  const now = useNow();
  return (
    <ul className="choices">
      {requests.map((request) => (
        <li key={request.id}>
          <button
            type="button"
            className="choice"
            aria-current={chosen === request.id}
            onClick={() => onChoose(request.id)}
            data-testid="privacy-request"
          >
            <strong>
              {t(`privacy.kinds.${request.kind}`)} · {request.customer?.name ?? t('privacy.nobody')}
            </strong>
            <span className="sub">
              {request.customer === null ? '' : `${request.customer.code} · `}
              {t('privacy.requests.line', { when: moment(request.receivedAt, now, language) })}
            </span>
            <Due request={request} />
          </button>
        </li>
      ))}
    </ul>
  );
}

type Chosen = { readonly kind: 'none' } | { readonly kind: 'new' } | { readonly kind: 'one'; readonly id: string };

export function Requests({ overview, take, onAgain }: PanelProps) {
  const { t } = useWords();
  const [chosen, setChosen] = useState<Chosen>({ kind: 'none' });
  const open = overview.requests.filter(({ state }) => state === 'open');
  const answered = overview.requests.filter(({ state }) => state !== 'open');
  const id = chosen.kind === 'one' ? chosen.id : null;
  const one = overview.requests.find((request) => request.id === id) ?? null;
  const choose = (wanted: string) => setChosen({ kind: 'one', id: wanted });

  function beside() {
    if (chosen.kind === 'new')
      return (
        <NewRequest
          onTaken={() => {
            setChosen({ kind: 'none' });
            onAgain();
          }}
          onLeave={() => setChosen({ kind: 'none' })}
        />
      );
    if (one !== null) return <OneRequest key={`${one.id} ${one.state}`} request={one} take={take} />;
    return overview.requests.length === 0 ? null : <p className="sub">{t('privacy.requests.choose')}</p>;
  }

  return (
    <div className="panes">
      <div className="pane">
        <section className="section">
          <SectionTitle
            right={
              <Button size="small" icon={Plus} onClick={() => setChosen({ kind: 'new' })} data-testid="new-request">
                {t('privacy.requests.add')}
              </Button>
            }
          >
            {t('privacy.requests.open')}
          </SectionTitle>
          {open.length === 0 ? <p className="sub">{t('privacy.requests.none')}</p> : null}
          <Rows requests={open} chosen={id} onChoose={choose} />
        </section>
        {answered.length === 0 ? null : (
          <section className="section">
            <SectionTitle>{t('privacy.requests.answered')}</SectionTitle>
            <Rows requests={answered} chosen={id} onChoose={choose} />
          </section>
        )}
      </div>
      <div className="pane">{beside()}</div>
    </div>
  );
}
