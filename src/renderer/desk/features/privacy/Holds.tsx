// What keeps a customer as they are: legal holds, by which nothing is deleted, and restrictions, by which nothing is used.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { PrivacyPerson, PrivacyStep } from '#shared/protocol/privacy';
import { useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { fullDay, localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { isSaid } from './isSaid.ts';
import { PersonField } from './PersonField.tsx';
import type { PanelProps } from './panel.ts';
import { Restricting } from './Restricting.tsx';

interface KeptProps {
  readonly name: string;
  readonly line: string;
  readonly urgent: boolean;
  readonly asks: { readonly title: string; readonly body: string; readonly does: string };
  readonly onLift: () => Promise<unknown>;
  readonly testId: string;
}

function Kept({ name, line, urgent, asks, onLift, testId }: KeptProps) {
  const { t } = useWords();
  const [isAsking, setAsking] = useState(false);
  return (
    <li data-testid={testId}>
      <div className="line-head">
        <div>
          <strong>{name}</strong>
          <p className={urgent ? 'sub urgent num' : 'sub num'}>{line}</p>
        </div>
        <Button size="small" onClick={() => setAsking(true)} disabled={isAsking} data-testid={`${testId}-lift`}>
          {t('privacy.holds.lift')}
        </Button>
      </div>
      {isAsking ? (
        <Sure {...asks} onDo={onLift} onLeave={() => setAsking(false)} testId={`${testId}-lift-sure`} />
      ) : null}
    </li>
  );
}

interface PlacingProps {
  readonly take: (step: PrivacyStep) => Promise<boolean>;
  readonly onDone: () => void;
}

function Placing({ take, onDone }: PlacingProps) {
  const { t } = useWords();
  const [person, setPerson] = useState<PrivacyPerson | null>(null);
  const [reason, setReason] = useState('');
  const [reference, setReference] = useState('');
  const [reviewOn, setReviewOn] = useState<string | null>(null);
  const [tried, setTried] = useState(false);
  const missing = (words: string) => (tried && !isSaid(words) ? t('office.toSay') : null);
  async function place() {
    setTried(true);
    if (person === null || reviewOn === null || !isSaid(reason) || !isSaid(reference)) return;
    const words = { reason: reason.trim(), reference: reference.trim() };
    if (await take({ kind: 'placeHold', customerId: person.id, ...words, reviewOn })) onDone();
  }
  return (
    <article className="card">
      <h2>{t('privacy.holds.add')}</h2>
      <div className="form">
        <PersonField person={person} onChoose={setPerson} />
        <TextInput
          label={t('privacy.holds.reason')}
          value={reason}
          onChange={setReason}
          error={missing(reason)}
          testId="hold-reason"
        />
        <div className="form-pair">
          <TextInput
            label={t('privacy.holds.reference')}
            value={reference}
            onChange={setReference}
            error={missing(reference)}
            testId="hold-reference"
          />
          <DayField label={t('privacy.holds.reviewOn')} day={reviewOn} onChange={setReviewOn} testId="hold-review" />
        </div>
        <div className="form-actions">
          <Button
            look="primary"
            disabled={person === null || reviewOn === null}
            onClick={() => void place()}
            data-testid="place-hold"
          >
            {t('privacy.holds.place')}
          </Button>
          <Button look="ghost" onClick={onDone}>
            {t('actions.cancel')}
          </Button>
        </div>
      </div>
    </article>
  );
}

function Limiting({ take, onDone }: PlacingProps) {
  const { t } = useWords();
  const [person, setPerson] = useState<PrivacyPerson | null>(null);
  return (
    <article className="card">
      <h2>{t('privacy.holds.restrict')}</h2>
      <PersonField person={person} onChoose={setPerson} />
      <Restricting customerId={person?.id ?? null} take={take} onDone={onDone} />
      <div>
        <Button look="ghost" onClick={onDone}>
          {t('actions.cancel')}
        </Button>
      </div>
    </article>
  );
}

export function Holds({ overview, take }: PanelProps) {
  const { t, language } = useWords();
  const today = localDay(new Date(useNow()).toISOString());
  const [adding, setAdding] = useState<'none' | 'hold' | 'restriction'>('none');
  const { holds, restrictions } = overview;
  const done = () => setAdding('none');
  return (
    <div className="panes even">
      <section className="section">
        <SectionTitle
          right={
            <Button size="small" icon={Plus} onClick={() => setAdding('hold')} data-testid="new-hold">
              {t('privacy.holds.add')}
            </Button>
          }
        >
          {t('privacy.holds.title')}
        </SectionTitle>
        <p className="sub">{t('privacy.holds.about')}</p>
        {adding === 'hold' ? <Placing take={take} onDone={done} /> : null}
        {holds.length === 0 ? <p className="faint">{t('privacy.holds.none')}</p> : null}
        <ul className="lines">
          {holds.map(({ id, customer, reason, reference, reviewOn }) => {
            const name = customer?.name ?? t('privacy.nobody');
            const isLate = reviewOn < today;
            const review = { day: fullDay(reviewOn, language) };
            return (
              <Kept
                key={id}
                name={name}
                urgent={isLate}
                line={`${t('privacy.holds.line', { reason, reference })}, ${t(isLate ? 'privacy.holds.reviewLate' : 'privacy.holds.review', review)}`}
                asks={{
                  title: t('privacy.holds.liftAsk', { name }),
                  body: t('privacy.holds.liftAbout'),
                  does: t('privacy.holds.liftSure'),
                }}
                onLift={() => take({ kind: 'liftHold', holdId: id })}
                testId="hold"
              />
            );
          })}
        </ul>
      </section>
      <section className="section">
        <SectionTitle
          right={
            <Button size="small" icon={Plus} onClick={() => setAdding('restriction')} data-testid="new-restriction">
              {t('privacy.holds.restrict')}
            </Button>
          }
        >
          {t('privacy.holds.restrictions')}
        </SectionTitle>
        <p className="sub">{t('privacy.holds.restrictionsAbout')}</p>
        {adding === 'restriction' ? <Limiting take={take} onDone={done} /> : null}
        {restrictions.length === 0 ? <p className="faint">{t('privacy.holds.noRestrictions')}</p> : null}
        <ul className="lines">
          {restrictions.map(({ customer, since, why }) => (
            <Kept
              key={customer.id}
              name={customer.name}
              urgent={false}
              line={t('privacy.holds.since', { day: fullDay(localDay(since), language), why })}
              asks={{
                title: t('privacy.holds.liftRestrictionAsk', { name: customer.name }),
                body: t('privacy.holds.liftRestrictionAbout'),
                does: t('privacy.holds.liftRestrictionSure'),
              }}
              onLift={() => take({ kind: 'liftRestriction', customerId: customer.id })}
              testId="restriction"
            />
          ))}
        </ul>
      </section>
    </div>
  );
}
