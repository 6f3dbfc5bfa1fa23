// Promising a call: when, and at which number. What is promised is in the draft, and in everybody's list when the wrap-up is closed.
import { CalendarCheck } from 'lucide-react';
import { type FormEvent, useId, useState } from 'react';
import { useShallow } from 'zustand/shallow';
import { hasConsented } from '#shared/model/consent';
import { toDialable } from '#shared/model/dialable';
import type { InteractionId } from '#shared/model/ids';
import { formatNumber } from '#shared/model/phoneNumber';
import { callerNumber } from '../../store/callerWords.ts';
import { useNameOfPurpose } from '../../store/consentWords.ts';
import {
  draftOf,
  isRestricted,
  knownCustomer,
  newestCard,
  openInteraction,
  workstationOf,
} from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { FormActions } from '../../ui/FormActions.tsx';
import { HourField } from '../../ui/HourField.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { appointment, localDay, localTime, type When } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { momentOf, suggestedMoments } from './moments.ts';

/** The caller's own number first; where it is withheld, the first on the record. */
function useNumber(id: InteractionId): string {
  const [promised, calls, onRecord] = useDeskState(
    useShallow((state) => {
      const known = knownCustomer(state, id);
      const phone = known.by === 'nobody' ? undefined : newestCard(state, known.customerId)?.customer.phones[0];
      const caller = openInteraction(state, id)?.interaction.caller;
      return [
        draftOf(state, id).callback?.number ?? null,
        caller === undefined || isRestricted(state, id) ? null : callerNumber(caller),
        phone?.e164 ?? phone?.raw ?? null,
      ];
    }),
  );
  return promised === null ? (calls ?? (onRecord === null ? '' : formatNumber(onRecord))) : formatNumber(promised);
}

const noTexts: never[] = [];
const noColleagues: never[] = [];
/** No id is empty. */
const mine = '';
/** No purpose has an asterisk in it. */
const service = '*';

export function CallbackSheet({ id }: { readonly id: InteractionId }) {
  const { t, language } = useWords();
  const { edit, openSheet } = useIntents();
  const now = useNow(false);
  const promised = useDeskState((state) => draftOf(state, id).callback);
  const [first] = suggestedMoments(now);
  const [meant, setMeant] = useState(promised?.at ?? first.at);
  const [when, setWhen] = useState<When>({ day: localDay(meant), time: localTime(meant) });
  const initialNumber = useNumber(id);
  const [number, setNumber] = useState(initialNumber);
  const [tried, setTried] = useState(false);
  const [owner, setOwner] = useState(promised?.owner ?? null);
  const colleagues = useDeskState((state) => workstationOf(state)?.colleagues) ?? noColleagues;
  const [purpose, setPurpose] = useState(promised?.purpose ?? null);
  const customer = useDeskState((state) => {
    const known = knownCustomer(state, id);
    return known.by === 'nobody' ? null : (newestCard(state, known.customerId)?.customer ?? null);
  });
  const purposes = useDeskState((state) => workstationOf(state)?.consentTexts) ?? noTexts;
  const nameOf = useNameOfPurpose();
  const [numberId, wrongId] = [useId(), useId()];

  const at = momentOf(when, meant, now);
  const dialable = toDialable(number);
  const barred =
    customer !== null && customer.restrictedAt !== null
      ? t('callback.restricted')
      : purpose === null || (customer !== null && hasConsented(customer.consents, purpose))
        ? null
        : t('callback.needsConsent', { purpose: nameOf(purpose) });
  const wrong =
    at === null || at <= new Date(now).toISOString()
      ? t('callback.past')
      : dialable === null
        ? t('callback.numberWrong')
        : null;

  function submit(event: FormEvent) {
    event.preventDefault();
    setTried(true);
    if (barred !== null || wrong !== null || at === null || dialable === null) return;
    edit(id, { callback: { at, number: dialable, purpose, owner } });
    openSheet('none');
  }
  function takeBack() {
    edit(id, { callback: null });
    openSheet('none');
  }

  return (
    <Sheet label={t('callback.title')} onClose={() => openSheet('none')} testId="callback-sheet" narrow>
      <form className="sheet-form callback-form" onSubmit={submit} noValidate>
        <div>
          <h2>{t('callback.title')}</h2>
          <p className="sub">{t('callback.about')}</p>
        </div>
        <div className="callback-quick">
          {suggestedMoments(now).map((moment) => (
            <Button
              key={moment.name}
              size="small"
              aria-pressed={moment.at === at}
              onClick={() => {
                setMeant(moment.at);
                setWhen({ day: localDay(moment.at), time: localTime(moment.at) });
              }}
              data-testid="callback-quick"
            >
              {t(`callback.moments.${moment.name}`, { when: appointment(moment.at, now, language) })}
            </Button>
          ))}
        </div>
        <div className="callback-when">
          <DayField
            label={t('callback.day')}
            day={when.day}
            onChange={(day) => setWhen({ ...when, day })}
            autoFocus
            testId="callback-day"
          />
          <HourField
            label={t('callback.time')}
            time={when.time}
            onChange={(time) => setWhen({ ...when, time })}
            testId="callback-time"
          />
        </div>
        <div className="line-field" data-invalid={(tried && dialable === null) || undefined}>
          <label htmlFor={numberId}>{t('dial.field')}</label>
          <input
            id={numberId}
            className="num"
            inputMode="tel"
            value={number}
            onChange={({ target }) => setNumber(target.value)}
            aria-describedby={wrongId}
            aria-invalid={tried && dialable === null}
            data-testid="callback-number"
          />
        </div>
        <p id={wrongId} className="error" role="status">
          {tried ? wrong : null}
        </p>
        <Dropdown
          label={t('promised.owner')}
          options={[{ id: mine, name: t('promised.mine') }, ...colleagues.map(({ id, name }) => ({ id, name }))]}
          chosen={owner?.id ?? mine}
          onChoose={(chosen) => {
            const colleague = colleagues.find((each) => each.id === chosen);
            setOwner(colleague === undefined ? null : { id: colleague.id, name: colleague.name });
          }}
          testId="callback-owner"
        />
        {purposes.length === 0 ? null : (
          <Dropdown
            label={t('callback.purpose')}
            options={[
              { id: service, name: t('callback.service') },
              ...[...new Set(purposes.map((text) => text.purpose))].map((one) => ({ id: one, name: nameOf(one) })),
            ]}
            chosen={purpose ?? service}
            onChoose={(one) => setPurpose(one === service ? null : one)}
            testId="callback-purpose"
          />
        )}
        <p className="error" role="status">
          {barred}
        </p>
        <FormActions
          onCancel={() => openSheet('none')}
          before={
            promised === null ? null : (
              <Button look="ghost" onClick={takeBack} data-testid="callback-take-back">
                {t('callback.takeBack')}
              </Button>
            )
          }
        >
          <Button type="submit" look="primary" icon={CalendarCheck} chord="Enter" data-testid="callback-promise">
            {t('callback.promise')}
          </Button>
        </FormActions>
      </form>
    </Sheet>
  );
}
