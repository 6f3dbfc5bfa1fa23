// Who has been given somebody's data and is to be told of what became of them (art. 19): those still to be told, those who have been, and
// what was told by other ways.
import { Check, Plus } from 'lucide-react';
import { useState } from 'react';
import { type PrivacyPerson, type PrivacyStep, type Telling, tellingSchema } from '#shared/protocol/privacy';
import { useFieldWords } from '../../store/fieldWords.ts';
import { useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { isSaid } from './isSaid.ts';
import { PersonField } from './PersonField.tsx';
import type { PanelProps } from './panel.ts';

const kinds = tellingSchema.shape.what.options;

interface LineProps {
  readonly telling: Telling;
  /** Null: they have been told. */
  readonly onTold: (() => Promise<unknown>) | null;
}

function Line({ telling, onTold }: LineProps) {
  const { t, language } = useWords();
  const now = useNow();
  const { nameOf } = useFieldWords();
  const [isAsking, setAsking] = useState(false);
  const { recipient, customer, customerId, what, fields, why, at, toldAt } = telling;
  // Who is erased is known to the recipient by nothing else.
  const whose =
    customer === null ? t('privacy.tellings.erased', { id: customerId }) : `${customer.name} · ${customer.code}`;
  const about = [t(`privacy.tellings.whats.${what}`), fields.map(nameOf).join(', '), why].filter((part) => part !== '');
  return (
    <li data-testid={onTold === null ? 'told' : 'to-tell'}>
      <div className="line-head">
        <div>
          <strong>{recipient}</strong>
          <p className="sub telling-whose">{whose}</p>
          <p className="sub">{about.join(' · ')}</p>
          <p className="faint num">
            {toldAt === null
              ? t('privacy.tellings.since', { when: moment(at, now, language) })
              : t('privacy.tellings.toldAt', { when: moment(toldAt, now, language) })}
          </p>
        </div>
        {onTold === null ? null : (
          <Button size="small" icon={Check} onClick={() => setAsking(true)} disabled={isAsking} data-testid="mark-told">
            {t('privacy.tellings.markTold')}
          </Button>
        )}
      </div>
      {onTold !== null && isAsking ? (
        <Sure
          keepsAll
          title={t('privacy.tellings.ask', { recipient })}
          body={t('privacy.tellings.askAbout')}
          does={t('privacy.tellings.sure')}
          onDo={onTold}
          onLeave={() => setAsking(false)}
          testId="mark-told-sure"
        />
      ) : null}
    </li>
  );
}

interface RecordingProps {
  readonly take: (step: PrivacyStep) => Promise<boolean>;
  readonly onDone: () => void;
}

function Recording({ take, onDone }: RecordingProps) {
  const { t } = useWords();
  const [person, setPerson] = useState<PrivacyPerson | null>(null);
  const [recipient, setRecipient] = useState('');
  const [what, setWhat] = useState<Telling['what']>('rectified');
  const [why, setWhy] = useState('');
  const [tried, setTried] = useState(false);
  const missing = (words: string) => (tried && !isSaid(words) ? t('office.toSay') : null);
  async function record() {
    setTried(true);
    if (person === null || !isSaid(recipient) || !isSaid(why)) return;
    const words = { recipient: recipient.trim(), why: why.trim() };
    if (await take({ kind: 'recordTelling', customerId: person.id, what, ...words })) onDone();
  }
  return (
    <article className="card" data-testid="telling-form">
      <h2>{t('privacy.tellings.add')}</h2>
      <p className="sub">{t('privacy.tellings.addAbout')}</p>
      <div className="form">
        <PersonField person={person} onChoose={setPerson} />
        <div className="form-pair">
          <TextInput
            label={t('privacy.tellings.recipient')}
            value={recipient}
            onChange={setRecipient}
            error={missing(recipient)}
            testId="telling-recipient"
          />
          <Dropdown
            label={t('privacy.tellings.what')}
            options={kinds.map((id) => ({ id, name: t(`privacy.tellings.whats.${id}`) }))}
            chosen={what}
            onChoose={(id) => setWhat(tellingSchema.shape.what.parse(id))}
            testId="telling-what"
          />
        </div>
        <TextInput
          label={t('privacy.tellings.how')}
          value={why}
          onChange={setWhy}
          error={missing(why)}
          testId="telling-why"
        />
        <div className="form-actions">
          <Button look="primary" disabled={person === null} onClick={() => void record()} data-testid="record-telling">
            {t('privacy.tellings.record')}
          </Button>
          <Button look="ghost" onClick={onDone}>
            {t('actions.cancel')}
          </Button>
        </div>
      </div>
    </article>
  );
}

export function Tellings({ overview, take }: PanelProps) {
  const { t } = useWords();
  const [isAdding, setAdding] = useState(false);
  const open = overview.tellings.filter(({ toldAt }) => toldAt === null);
  const told = overview.tellings.filter(({ toldAt }) => toldAt !== null);
  return (
    <div className="panes even">
      <section className="section">
        <SectionTitle>{t('privacy.tellings.open')}</SectionTitle>
        <p className="sub">{t('privacy.tellings.about')}</p>
        {open.length === 0 ? <p className="faint">{t('privacy.tellings.none')}</p> : null}
        <ul className="lines">
          {open.map((telling) => (
            <Line key={telling.id} telling={telling} onTold={() => take({ kind: 'told', tellingId: telling.id })} />
          ))}
        </ul>
      </section>
      <section className="section">
        <SectionTitle
          right={
            <Button size="small" icon={Plus} onClick={() => setAdding(true)} data-testid="new-telling">
              {t('privacy.tellings.add')}
            </Button>
          }
        >
          {t('privacy.tellings.told')}
        </SectionTitle>
        {isAdding ? <Recording take={take} onDone={() => setAdding(false)} /> : null}
        {told.length === 0 ? <p className="faint">{t('privacy.tellings.noneTold')}</p> : null}
        <ul className="lines">
          {told.map((telling) => (
            <Line key={telling.id} telling={telling} onTold={null} />
          ))}
        </ul>
      </section>
    </div>
  );
}
