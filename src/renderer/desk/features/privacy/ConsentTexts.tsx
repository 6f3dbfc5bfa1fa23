// The texts by which consent is asked for, edition by edition: which is read out today, how many have consented to each, and a new one. And
// an objection that has come by itself.
import { Hand, Plus } from 'lucide-react';
import { useState } from 'react';
import { type ConsentText, consentTextSchema } from '#shared/model/consent';
import type { ConsentEdition, PrivacyPerson, PrivacyStep } from '#shared/protocol/privacy';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { count, fullDay, localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Objecting } from './Objecting.tsx';
import { PersonField } from './PersonField.tsx';
import type { PanelProps } from './panel.ts';

const tones = { current: 'live', coming: 'note', past: 'plain' } as const;

function Edition({ edition }: { readonly edition: ConsentEdition }) {
  const { t, language } = useWords();
  const counts = {
    count: edition.given,
    given: count(edition.given, language),
    stands: count(edition.stands, language),
  };
  return (
    <li data-testid="edition" data-standing={edition.standing}>
      <div className="line-head">
        <strong>{edition.edition}</strong>
        <Tag tone={tones[edition.standing]}>{t(`privacy.consents.standing.${edition.standing}`)}</Tag>
      </div>
      <p className="edition-text">{edition.text[language]}</p>
      <p className="faint num">
        {t('privacy.consents.from', { day: fullDay(edition.fromDay, language) })} ·{' '}
        {edition.given === 0 ? t('privacy.consents.noneGiven') : t('privacy.consents.given', counts)}
      </p>
    </li>
  );
}

interface AddingProps {
  /** The edition that is followed. */
  readonly last: ConsentEdition;
  readonly taken: readonly string[];
  readonly onAdd: (text: ConsentText) => Promise<unknown>;
  readonly onLeave: () => void;
}

function Adding({ last, taken, onAdd, onLeave }: AddingProps) {
  const { t, language } = useWords();
  const today = localDay(new Date(useNow(false)).toISOString());
  const [edition, setEdition] = useState('');
  const [it, setIt] = useState(last.text.it);
  const [en, setEn] = useState(last.text.en);
  const [day, setDay] = useState<string | null>(today);
  const [tried, setTried] = useState(false);
  const [asked, setAsked] = useState<ConsentText | null>(null);
  const isTaken = taken.includes(edition.trim());
  const isPast = day !== null && day < today;
  const isSame = it.trim() === last.text.it && en.trim() === last.text.en;
  const text = consentTextSchema.safeParse({
    ...{ purpose: last.purpose, name: last.name, edition: edition.trim(), fromDay: day },
    text: { it: it.trim(), en: en.trim() },
  });
  const missing = (words: string) => (tried && words.trim() === '' ? t('office.toSay') : null);
  function ask() {
    setTried(true);
    if (text.success && !isTaken && !isPast && !isSame) setAsked(text.data);
  }
  return (
    <div className="form rule" data-testid="text-form">
      <p className="sub">{t('privacy.consents.addAbout')}</p>
      <div className="form-pair">
        <TextInput
          label={t('privacy.consents.edition')}
          hint={t('privacy.consents.editionHint')}
          value={edition}
          onChange={setEdition}
          error={isTaken ? t('privacy.consents.editionTaken') : tried && !text.success ? missing(edition) : null}
          testId="text-edition"
        />
        <DayField label={t('privacy.consents.fromDay')} day={day} onChange={setDay} testId="text-day" />
      </div>
      {isPast ? <p className="error">{t('privacy.consents.past')}</p> : null}
      <TextBox label={t('privacy.consents.textIt')} value={it} onChange={setIt} error={missing(it)} testId="text-it" />
      <TextBox label={t('privacy.consents.textEn')} value={en} onChange={setEn} error={missing(en)} testId="text-en" />
      {tried && isSame ? <p className="error">{t('privacy.consents.same')}</p> : null}
      {asked === null ? (
        <div className="form-actions">
          <Button look="primary" onClick={ask} data-testid="add-text">
            {t('privacy.consents.add')}
          </Button>
          <Button look="ghost" onClick={onLeave}>
            {t('actions.cancel')}
          </Button>
        </div>
      ) : (
        <Sure
          keepsAll
          title={t('privacy.consents.ask', { edition: asked.edition, day: fullDay(asked.fromDay, language) })}
          body={t('privacy.consents.askAbout')}
          does={t('privacy.consents.sure')}
          onDo={() => onAdd(asked)}
          onLeave={() => setAsked(null)}
          testId="add-text-sure"
        />
      )}
    </div>
  );
}

interface TextsProps {
  readonly texts: readonly ConsentEdition[];
  readonly onAdd: (text: ConsentText) => Promise<boolean>;
}

function Texts({ texts, onAdd }: TextsProps) {
  const { t, language } = useWords();
  const [adding, setAdding] = useState<string | null>(null);
  const purposes = [...new Set(texts.map(({ purpose }) => purpose))];
  return purposes.map((purpose) => {
    const editions = texts.filter((text) => text.purpose === purpose);
    const [last] = editions;
    if (last === undefined) return null;
    return (
      <article key={purpose} className="card" data-testid="purpose" data-purpose={purpose}>
        <div className="line-head">
          <h3>{last.name[language]}</h3>
          <Button
            size="small"
            icon={Plus}
            onClick={() => setAdding(purpose)}
            disabled={adding === purpose}
            data-testid="new-text"
          >
            {t('privacy.consents.new')}
          </Button>
        </div>
        {adding === purpose ? (
          <Adding
            last={last}
            taken={editions.map(({ edition }) => edition)}
            onAdd={(text) => onAdd(text).then((isAdded) => (isAdded ? setAdding(null) : null))}
            onLeave={() => setAdding(null)}
          />
        ) : null}
        <ul className="lines">
          {editions.map((edition) => (
            <Edition key={edition.edition} edition={edition} />
          ))}
        </ul>
      </article>
    );
  });
}

function Objection({ take }: { readonly take: (step: PrivacyStep) => Promise<boolean> }) {
  const { t } = useWords();
  const [person, setPerson] = useState<PrivacyPerson | null>(null);
  return (
    <section className="section" data-testid="objection">
      <SectionTitle icon={Hand}>{t('privacy.consents.objection')}</SectionTitle>
      <p className="sub">{t('privacy.consents.objectionAbout')}</p>
      <PersonField person={person} onChoose={setPerson} />
      <Objecting key={person?.id ?? ''} customerId={person?.id ?? null} take={take} />
    </section>
  );
}

export function ConsentTexts({ take }: PanelProps) {
  const { t } = useWords();
  const { readConsentEditions } = useIntents();
  const { asked, again } = useAsked(readConsentEditions);
  /** Counts change with it. */
  const takeAndRead = async (step: PrivacyStep) => {
    const isTaken = await take(step);
    if (isTaken) again();
    return isTaken;
  };
  return (
    <div className="panes even">
      <section className="section">
        <SectionTitle>{t('privacy.consents.texts')}</SectionTitle>
        <p className="sub">{t('privacy.consents.about')}</p>
        <AskedFor asked={asked} onAgain={again}>
          {(texts) => <Texts texts={texts} onAdd={(text) => takeAndRead({ kind: 'addConsentText', text })} />}
        </AskedFor>
      </section>
      <Objection take={takeAndRead} />
    </div>
  );
}
