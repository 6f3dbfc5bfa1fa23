// Consents: the text to be read out in the customer's language, what they answer with one key, and what they have said so far.
import { Check, Hand, X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { useShallow } from 'zustand/shallow';
import { type ConsentKind, type RecordedWord, type ToldBy, toldBySchema } from '#shared/model/consent';
import type { CustomerId } from '#shared/model/ids';
import { type Consent, useConsents } from '../../store/consentWords.ts';
import { currentInteractionId, knownCustomer, newestCard } from '../../store/selectors.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { useKey } from '../../ui/keys.ts';
import { Segments } from '../../ui/Segments.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SheetHead } from '../../ui/SheetHead.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { dated, localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

const keys: Record<ConsentKind, string> = { given: 'A', withdrawn: 'R', objected: 'O' };
const icons = { given: Check, withdrawn: X, objected: Hand } as const;
const tones = { given: 'live', withdrawn: 'plain', objected: 'stop' } as const;
const answers = ['given', 'withdrawn', 'objected'] as const;

const noWords: { readonly consents: [] } = { consents: [] };

export function ConsentSheet({ id }: { readonly id: CustomerId }) {
  const { t, language } = useWords();
  const { openSheet, tellConsent, consentHistory } = useIntents();
  const now = useNow(false);
  const card = useDeskState((state) => newestCard(state, id) ?? null);
  const isOnline = useDeskState((state) => state.data?.sync.link.kind === 'online');
  const interactionId = useDeskState(
    useShallow((state) => {
      const current = currentInteractionId(state);
      const known = current === null ? null : knownCustomer(state, current);
      return known !== null && known.by !== 'nobody' && known.customerId === id ? current : null;
    }),
  );
  const consents = useConsents(card?.customer ?? noWords);
  const [purpose, setPurpose] = useState(consents[0]?.purpose ?? '');
  const [channel, setChannel] = useState<ToldBy>('letter');
  const today = localDay(new Date(now).toISOString());
  const [day, setDay] = useState<string | null>(today);
  const [kept, setKept] = useState('');
  const [history, setHistory] = useState<readonly RecordedWord[] | null>(null);
  const purposes = useRef<HTMLDivElement>(null);
  const chosen = consents.find((consent) => consent.purpose === purpose) ?? null;
  const isFuture = day === null || day > today;
  const mayTell = useCardOpen(id).mayChange('consents');

  useEffect(() => purposes.current?.querySelector<HTMLInputElement>('input:checked')?.focus(), []);
  // Asked again when the backend is there again, and when what waited has been sent.
  useEffect(() => {
    let isOld = card === null;
    if (!isOld) void consentHistory(id).then((words) => !isOld && (words !== null || !isOnline) && setHistory(words));
    return () => {
      isOld = true;
    };
  }, [id, card, isOnline, consentHistory]);

  async function tell(word: ConsentKind) {
    if (!mayTell || chosen === null || (word === 'given' && chosen.text === null)) return;
    if (interactionId === null && isFuture) return;
    // Of a letter of another day the day is known, and no more.
    const at = interactionId !== null || day === today ? null : new Date(`${day}T12:00:00`).toISOString();
    const how = interactionId === null ? channel : 'call';
    const edition = chosen.text?.edition ?? null;
    if (await tellConsent({ customerId: id, interactionId, purpose, word, channel: how, edition, at }))
      setKept(t('consents.kept', { purpose: chosen.name, word: t(`consents.said.${word}`) }));
  }
  useKey(keys.given, () => void tell('given'));
  useKey(keys.withdrawn, () => void tell('withdrawn'));
  useKey(keys.objected, () => void tell('objected'));

  if (card === null) return null;
  const { customer, pendingPurposes } = card;
  const said = (history ?? []).filter((word) => word.purpose === purpose);
  return (
    <Sheet label={t('consents.title')} onClose={() => openSheet('none')} testId="consent-sheet">
      <SheetHead title={t('consents.title')} about={customer.name} onClose={() => openSheet('none')} />
      <div className="consent-body">
        <RadioGroup ref={purposes} className="consent-purposes" value={purpose} onChange={setPurpose}>
          <Label className="visually-hidden">{t('consents.purposes')}</Label>
          {consents.map((consent) => (
            <Radio key={consent.purpose} value={consent.purpose} className="consent-purpose">
              <strong>{consent.name}</strong>
              <Standing consent={consent} />
              {pendingPurposes.includes(consent.purpose) ? (
                <span className="pending-mark">{t('customer.pending')}</span>
              ) : null}
            </Radio>
          ))}
        </RadioGroup>
        <section className="consent-answer" aria-label={chosen?.name ?? t('consents.title')}>
          {chosen?.text == null ? (
            <p className="sub">{t('consents.noText')}</p>
          ) : (
            <figure>
              <figcaption className="label">
                {t('consents.read', { language: t(`consents.languages.${customer.language}`) })}
                <span className="faint"> · {t('consents.edition', { edition: chosen.text.edition })}</span>
              </figcaption>
              <blockquote lang={customer.language} className="say" data-testid="consent-text">
                <p>{chosen.text.text[customer.language]}</p>
              </blockquote>
            </figure>
          )}
          {interactionId === null ? (
            <div className="consent-how">
              <Segments
                label={t('consents.how')}
                options={toldBySchema.options.map((one) => ({ id: one, name: t(`consents.ways.${one}`) }))}
                chosen={channel}
                onChoose={setChannel}
                testId="consent-channel"
              />
              <DayField label={t('consents.day')} day={day} onChange={setDay} testId="consent-day" />
              {isFuture ? <p className="error">{t('consents.future')}</p> : null}
            </div>
          ) : (
            <p className="label">{t(mayTell ? 'consents.inThisCall' : 'consents.identifyFirst')}</p>
          )}
          <div className="consent-answers">
            {answers.map((word) => (
              <Button
                key={word}
                icon={icons[word]}
                chord={keys[word]}
                disabled={
                  !mayTell || (word === 'given' && chosen?.text == null) || (interactionId === null && isFuture)
                }
                onClick={() => void tell(word)}
                data-testid={`consent-${word}`}
              >
                {t(`consents.answers.${word}`)}
              </Button>
            ))}
          </div>
          <p className="sub" role="status">
            {kept}
          </p>
          {chosen?.standing?.word === 'objected' ? <p className="sub">{t('consents.objectedAbout')}</p> : null}
          <h3 className="label">{t('consents.history')}</h3>
          {history === null ? <p className="sub faint">{t('consents.historyAway')}</p> : null}
          {history !== null && said.length === 0 ? <p className="sub faint">{t('consents.historyNone')}</p> : null}
          <ol className="consent-history">
            {said.map((word) => (
              <li key={word.id} className="sub" data-testid="consent-word">
                <time dateTime={word.at}>{dated(word.at, now, language)}</time> · {t(`consents.said.${word.word}`)} ·{' '}
                {t(`consents.channels.${word.channel}`)}
                {word.edition === null ? '' : ` · ${t('consents.edition', { edition: word.edition })}`}
                {word.by === '' ? '' : ` · ${word.by}`}
              </li>
            ))}
          </ol>
        </section>
      </div>
    </Sheet>
  );
}

function Standing({ consent: { standing } }: { readonly consent: Consent }) {
  const { t, language } = useWords();
  const now = useNow(false);
  if (standing === null) return <Tag>{t('consents.standing.none')}</Tag>;
  return (
    <>
      <Tag tone={tones[standing.word]} icon={icons[standing.word]}>
        {t(`consents.standing.${standing.word}`)}
      </Tag>
      <small className="faint">{dated(standing.at, now, language)}</small>
    </>
  );
}
