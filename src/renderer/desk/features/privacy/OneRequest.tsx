// One request: what was asked, what to do about it, and its answer.
import { useState } from 'react';
import type { PrivacyRequest, PrivacyStep } from '#shared/protocol/privacy';
import { useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { appointment, fullDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Erasing } from './Erasing.tsx';
import { isSaid } from './isSaid.ts';
import { Objecting } from './Objecting.tsx';
import { Rectifying } from './Rectifying.tsx';
import { Restricting } from './Restricting.tsx';
import { SavingCopy } from './SavingCopy.tsx';

interface OneRequestProps {
  readonly request: PrivacyRequest;
  readonly take: (step: PrivacyStep) => Promise<boolean>;
}

function Facts({ request }: Pick<OneRequestProps, 'request'>) {
  const { t, language } = useWords();
  const now = useNow();
  const { prolongedTo, prolongedWhy, decision } = request;
  return (
    <dl>
      <dt>{t('privacy.requests.received')}</dt>
      <dd className="num">
        {appointment(request.receivedAt, now, language)} · {t(`privacy.requests.channels.${request.channel}`)}
      </dd>
      <dt>{t('privacy.requests.identified')}</dt>
      <dd>{t(`identification.levels.${request.identified}`)}</dd>
      <dt>{t('privacy.requests.takenBy')}</dt>
      <dd>{request.takenBy}</dd>
      {request.words === '' ? null : (
        <>
          <dt>{t('privacy.requests.words')}</dt>
          <dd>{request.words}</dd>
        </>
      )}
      <dt>{t('privacy.requests.dueOn')}</dt>
      <dd className="num">
        {t('privacy.requests.by', { day: fullDay(request.dueOn, language) })}
        {prolongedTo === null
          ? ''
          : `; ${t('privacy.requests.prolonged', { day: fullDay(prolongedTo, language), why: prolongedWhy ?? '' })}`}
      </dd>
      {decision === null || decision === '' ? null : (
        <>
          <dt>{t('privacy.requests.decision')}</dt>
          <dd>{decision}</dd>
        </>
      )}
    </dl>
  );
}

function ToDo({ request, take }: OneRequestProps) {
  const { customer, kind } = request;
  if (customer === null) return null;
  if (kind === 'access' || kind === 'portability') return <SavingCopy requestId={request.id} code={customer.code} />;
  if (kind === 'rectification') return <Rectifying customer={customer} take={take} />;
  if (kind === 'erasure') return <Erasing requestId={request.id} name={customer.name} take={take} />;
  if (kind === 'restriction') return <Restricting customerId={customer.id} take={take} />;
  return <Objecting customerId={customer.id} take={take} />;
}

function Answering({ request, take }: OneRequestProps) {
  const { t } = useWords();
  const [state, setState] = useState<'done' | 'refused'>('done');
  const [decision, setDecision] = useState('');
  const [isProlonging, setProlonging] = useState(false);
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  const missing = (words: string) => (tried && !isSaid(words) ? t('office.toSay') : null);
  async function send(words: string, step: PrivacyStep) {
    setTried(true);
    if (isSaid(words) && (await take(step))) setTried(false);
  }
  if (isProlonging)
    return (
      <div className="form rule">
        <TextBox
          label={t('privacy.requests.prolongWhy')}
          value={why}
          onChange={setWhy}
          error={missing(why)}
          testId="prolong-why"
        />
        <div className="form-actions">
          <Button
            onClick={() =>
              void send(why, { kind: 'prolong', requestId: request.id, why: why.trim() }).then(() =>
                setProlonging(!isSaid(why)),
              )
            }
            data-testid="prolong-sure"
          >
            {t('privacy.requests.prolong')}
          </Button>
          <Button look="ghost" onClick={() => setProlonging(false)}>
            {t('actions.cancel')}
          </Button>
        </div>
      </div>
    );
  return (
    <div className="form rule">
      <Segments
        label={t('privacy.requests.answerAs')}
        options={(['done', 'refused'] as const).map((id) => ({ id, name: t(`privacy.requests.answers.${id}`) }))}
        chosen={state}
        onChoose={setState}
        testId="answer-as"
      />
      <TextBox
        label={t('privacy.requests.answerWords')}
        value={decision}
        onChange={setDecision}
        hint={t('privacy.requests.answerAbout')}
        error={missing(decision)}
        testId="answer-words"
      />
      <div className="form-actions">
        <Button
          onClick={() =>
            void send(decision, { kind: 'answer', requestId: request.id, state, decision: decision.trim() })
          }
          data-testid="answer-request"
        >
          {t('privacy.requests.answer')}
        </Button>
        {request.prolongedTo === null ? (
          <Button look="ghost" onClick={() => setProlonging(true)} data-testid="prolong">
            {t('privacy.requests.prolong')}
          </Button>
        ) : null}
      </div>
    </div>
  );
}

export function OneRequest({ request, take }: OneRequestProps) {
  const { t } = useWords();
  return (
    <article className="card" data-testid="request-detail" data-state={request.state}>
      <h2>
        {t(`privacy.kinds.${request.kind}`)} · {request.customer?.name ?? t('privacy.nobody')}
      </h2>
      <Facts request={request} />
      {request.state !== 'open' ? null : (
        <>
          <div className="form rule">
            <h3>{t('privacy.requests.toDo')}</h3>
            <p className="sub">{t(`privacy.requests.todo.${request.kind}`)}</p>
            <ToDo request={request} take={take} />
          </div>
          <Answering request={request} take={take} />
        </>
      )}
    </article>
  );
}
