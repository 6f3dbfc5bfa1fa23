// Calling a number: typed, pasted, or asked for by a link. Whose it is stands beside it, and whose number is shown; Enter calls.
import { Phone, UserCheck } from 'lucide-react';
import { type KeyboardEvent, useEffect, useRef, useState } from 'react';
import type { SearchHit } from '#shared/contract/deskData';
import type { Call } from '#shared/model/call';
import { toDialable } from '#shared/model/dialable';
import { queueIdSchema } from '#shared/model/ids';
import { formatNumber, parseNumber } from '#shared/model/phoneNumber';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { usePartyName } from '../../store/usePartyName.ts';
import { useSearch } from '../../store/useSearch.ts';
import { Button } from '../../ui/Button.tsx';
import { DigitKeys } from '../../ui/DigitKeys.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { useWords } from '../../ui/words.tsx';

interface DialSheetProps {
  /** What the agent has typed elsewhere. */
  readonly typedBefore?: string;
  /** The number that a link asks to be called; null when the agent begins. */
  readonly asked: string | null;
  /** Whom the agent is speaking with. */
  readonly inFront: Call | null;
}

const noQueues: never[] = [];
const noQueue = 'none';

/** Customers who have exactly this number. */
function useOwners(number: string | null): readonly SearchHit[] {
  const country = useDeskState((state) => workstationOf(state)?.company.country ?? 'IT') as Parameters<
    typeof parseNumber
  >[1];
  const whole = number === null ? null : parseNumber(number, country);
  const found = useSearch(whole ?? '');
  if (whole === null || found.kind !== 'hits') return [];
  return found.hits.filter(({ matched }) => matched.field === 'number' && parseNumber(matched.text, country) === whole);
}

/** It is only theirs whose data may be kept and not be used. */
function useBarred(number: string | null): boolean {
  const { mayDial } = useIntents();
  const [barred, setBarred] = useState<string | null>(null);
  useEffect(() => {
    let isOld = number === null;
    if (number !== null) void mayDial(number).then((may) => !isOld && setBarred(may ? null : number));
    return () => {
      isOld = true;
    };
  }, [number, mayDial]);
  return barred !== null && barred === number;
}

function PutOnHold({ inFront }: { readonly inFront: Call }) {
  const { t } = useWords();
  const name = usePartyName(inFront);
  if (inFront.phase.kind !== 'talking' || inFront.phase.hold.wanted) return null;
  return <p className="arrival-consequence">{t('dial.putsOnHold', { name })}</p>;
}

export function DialSheet({ asked, inFront, typedBefore = '' }: DialSheetProps) {
  const { t, language } = useWords();
  const { openSheet, closeLink, dial, changeSettings } = useIntents();
  const [typed, setTyped] = useState(formatNumber(asked ?? typedBefore));
  const field = useRef<HTMLInputElement>(null);
  const queues = useDeskState((state) => workstationOf(state)?.queues ?? noQueues);
  const callAs = useDeskState((state) => state.main?.settings.callAs ?? null);
  const registered = useDeskState((state) => state.phone?.registration.kind === 'registered');
  const number = toDialable(typed);
  const owners = useOwners(number);
  const [only, another] = owners;
  const owner = another === undefined ? only?.customer : undefined;
  const shown = number === null ? '' : formatNumber(number);
  const isBarred = useBarred(number);
  const wrong = isBarred || (typed.trim() !== '' && number === null);

  const close = () => void (asked === null ? openSheet('none') : closeLink());
  function call() {
    if (number !== null && registered && !isBarred)
      void dial({ number, name: owner?.name ?? null, customerId: owner?.id ?? null });
  }
  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    call();
  }
  function press(digit: string) {
    setTyped((before) => before + digit);
    field.current?.focus();
  }

  const whose =
    owner !== undefined
      ? `${owner.name} · ${owner.code}`
      : owners.length > 1
        ? t('dial.several', { count: owners.length })
        : number !== null && number.length > 6
          ? t('dial.nobody')
          : t('dial.hint');
  return (
    <Sheet label={t('dial.title')} onClose={close} narrow testId="dial-sheet">
      <div className="dial">
        <div className="dial-head">
          <h2>{asked === null ? t('dial.title') : t('dial.asked', { number: formatNumber(asked) })}</h2>
          {asked === null ? null : <p className="sub">{t('dial.askedAbout')}</p>}
        </div>
        <input
          ref={field}
          data-first-focus=""
          className="dial-input num"
          aria-label={t('dial.field')}
          aria-invalid={wrong}
          aria-describedby="dial-whose"
          placeholder={t('dial.field')}
          value={typed}
          // Pasted at once in the form in which it is read.
          onPaste={(event) => {
            const pasted = toDialable(event.clipboardData.getData('text'));
            if (pasted === null || typed !== '') return;
            event.preventDefault();
            setTyped(formatNumber(pasted));
          }}
          onChange={(event) => setTyped(event.target.value)}
          onKeyDown={onKeyDown}
          spellCheck={false}
          autoComplete="off"
          data-testid="dial-input"
        />
        <p id="dial-whose" className={wrong ? 'dial-whose error' : 'dial-whose'} data-testid="dial-whose">
          {owner === undefined ? null : <UserCheck aria-hidden="true" />}
          {isBarred ? t('restricted.noDial') : wrong ? t('dial.wrong') : whose}
        </p>
        <div className="dial-body">
          <DigitKeys onPress={press} />
          <div className="dial-side">
            <Dropdown
              label={t('dial.callAs')}
              options={[
                { id: noQueue, name: t('dial.callAsNone') },
                ...queues.map(({ id, name }) => ({ id, name: t('dial.callAsQueue', { queue: name[language] }) })),
              ]}
              chosen={callAs ?? noQueue}
              onChoose={(id) => void changeSettings({ callAs: id === noQueue ? null : queueIdSchema.parse(id) })}
              testId="dial-as"
            />
            <span className="grow" />
            {inFront === null ? null : <PutOnHold inFront={inFront} />}
            <Button
              look="live"
              size="big"
              icon={Phone}
              chord="Enter"
              disabled={number === null || !registered || isBarred}
              onClick={call}
              aria-label={number === null ? t('dial.call') : t('dial.callNumber', { number: shown })}
              data-testid="dial-call"
            >
              {t('dial.call')}
            </Button>
            {asked === null ? null : (
              <Button look="ghost" chord="Esc" onClick={close} data-testid="dial-cancel">
                {t('actions.cancel')}
              </Button>
            )}
          </div>
        </div>
        {registered ? null : <Notice tone="hold" title={t('line.failed')} body={t('dial.noLine')} />}
      </div>
    </Sheet>
  );
}
