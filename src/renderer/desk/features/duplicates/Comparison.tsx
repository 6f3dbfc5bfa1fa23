// Two customers side by side: for who may merge, whose value is taken, field by field; for everybody else, to report them.
import { ArrowLeftRight } from 'lucide-react';
import { useEffect, useId, useRef, useState } from 'react';
import type { MergeAnswer } from '#shared/contract/duplicates';
import type { Customer } from '#shared/model/customer';
import type { DuplicateReason } from '#shared/model/duplicates';
import type { CardField } from '#shared/model/lists/identification';
import { formatNumber } from '#shared/model/phoneNumber';
import { may } from '#shared/model/role';
import { type MergeField, mergeFields } from '#shared/protocol/merges';
import { workstationOf } from '../../store/selectors.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useKey } from '../../ui/keys.ts';
import { Tag } from '../../ui/Tag.tsx';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import {
  allNumbers,
  type Choices,
  differing,
  firstChoices,
  newer,
  opposite,
  type Side,
  type Two,
  takenOver,
} from './sides.ts';
import { useReasons } from './useReasons.ts';
import { useValue } from './useValue.ts';

/** Of an IBAN its end alone is compared. */
const cardFieldOf = (field: MergeField): CardField => (field === 'iban' ? 'ibanTail' : field);

interface ComparisonProps {
  readonly two: Two;
  readonly reasons: readonly DuplicateReason[];
  readonly reportedBy: string | null;
  /** Made one, reported, or said not to be the same. */
  readonly onDone: (how: 'merged' | 'reported' | 'notSame', answer: MergeAnswer | null) => void;
}

function Head({
  customer,
  role,
  isNewer,
}: {
  readonly customer: Customer;
  readonly role: string;
  readonly isNewer: boolean;
}) {
  const { t, language } = useWords();
  const now = useNow(false);
  return (
    <header className="dup-head">
      <span className="tags">
        <Tag tone="note">{role}</Tag>
        <Tag>{customer.code}</Tag>
      </span>
      <strong>{customer.name}</strong>
      <span className="sub">
        {t(isNewer ? 'duplicates.changedLast' : 'duplicates.changed', {
          when: moment(customer.updatedAt, now, language),
        })}
      </span>
    </header>
  );
}

interface FieldRowProps {
  readonly two: Two;
  readonly order: readonly Side[];
  readonly field: MergeField;
  readonly chosen: Side | undefined;
  /** Null: it is only read. */
  readonly onChoose: ((side: Side) => void) | null;
}

function FieldRow({ two, order, field, chosen, onChoose }: FieldRowProps) {
  const { t } = useWords();
  const value = useValue();
  const group = useId();
  return (
    <fieldset className="dup-row" data-testid={`field-${field}`} data-chosen={chosen}>
      <legend>{t(`duplicates.fields.${field}`)}</legend>
      {order.map((side) => {
        const text = value(two[side], field);
        const shown = text === '' ? <span className="faint">{t('customer.none')}</span> : text;
        return onChoose === null ? (
          <span key={side} className="dup-cell">
            {shown}
          </span>
        ) : (
          <label key={side} className={chosen === side ? 'dup-cell chosen' : 'dup-cell'}>
            <input type="radio" name={group} checked={chosen === side} onChange={() => onChoose(side)} />
            <span>{shown}</span>
          </label>
        );
      })}
    </fieldset>
  );
}

export function Comparison({ two, reasons, reportedBy, onDone }: ComparisonProps) {
  const { t } = useWords();
  const said = useReasons();
  const value = useValue();
  const { mergeCustomers, partPair, reportDuplicate } = useIntents();
  const mayMerge = useDeskState((state) => may(workstationOf(state)?.agent.role ?? 'agent', 'mergeCustomers'));
  const isOnline = useDeskState(({ data }) => data?.sync.link.kind === 'online');
  const [keep, setKeep] = useState<Side>('one');
  const [choices, setChoices] = useState<Choices>(() => firstChoices(two));
  const [step, setStep] = useState<'choose' | 'asked' | 'busy'>('choose');
  const [answer, setAnswer] = useState<MergeAnswer | null>(null);
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step === 'asked') sure.current?.focus();
  }, [step]);
  const gone = opposite(keep);
  const order = [keep, gone] as const;
  const differ = differing(two);
  const same = mergeFields.filter((field) => !differ.includes(field) && value(two.one, field) !== '');
  const pair = { one: two.one.id, other: two.other.id };
  const opens = [useCardOpen(two.one.id), useCardOpen(two.other.id)];
  const compared = ['otherNumbers', ...[...differ, ...same].map(cardFieldOf)] as const;
  /** Somebody is in front who has not shown to be them: neither is compared before they have gone. */
  const isCovered = opens.some(({ shows }) => compared.some((field) => !shows(field)));
  const canAct = isOnline && step === 'choose' && !isCovered;

  async function merge() {
    setStep('busy');
    const given = await mergeCustomers({
      ...{ keep: two[keep].id, keepVersion: two[keep].version, gone: two[gone].id, goneVersion: two[gone].version },
      take: takenOver(two, keep, choices),
    });
    setStep('choose');
    setAnswer(given);
    if (given?.kind === 'merged') onDone('merged', given);
  }
  async function say(how: 'reported' | 'notSame') {
    setStep('busy');
    const isSaid = await (how === 'reported' ? reportDuplicate(pair) : partPair(pair));
    setStep('choose');
    if (isSaid) onDone(how, null);
  }
  const keys = { bare: true, enabled: canAct };
  useKey('1', () => (mayMerge ? setStep('asked') : void say('reported')), keys);
  useKey('2', () => void say('notSame'), { ...keys, enabled: canAct && mayMerge });
  useKey('3', () => setKeep(gone), { ...keys, enabled: step === 'choose' && mayMerge && !isCovered });

  return (
    <article className="dup" data-testid="comparison" data-keep={two[keep].code}>
      <p className="sub dup-reasons">
        {said(reasons)}
        {reportedBy === null ? '' : ` · ${t('duplicates.reportedBy', { name: reportedBy })}`}
      </p>
      <div className="dup-grid">
        <div className="dup-row heads">
          <span />
          {order.map((side) => (
            <Head
              key={side}
              customer={two[side]}
              role={
                mayMerge ? t(side === keep ? 'duplicates.stays' : 'duplicates.goes') : t(`customer.${two[side].kind}`)
              }
              isNewer={newer(two) === side}
            />
          ))}
        </div>
        {isCovered ? null : (
          <>
            {differ.map((field) => (
              <FieldRow
                key={field}
                two={two}
                order={order}
                field={field}
                chosen={choices[field]}
                onChoose={mayMerge ? (side) => setChoices({ ...choices, [field]: side }) : null}
              />
            ))}
            <div className="dup-row">
              <span className="label">{t('duplicates.fields.phones')}</span>
              <span className="dup-cell both">
                {allNumbers(two)
                  .map(({ e164, raw }) => (e164 === null ? raw : formatNumber(e164)))
                  .join(' · ') || t('customer.none')}
                {mayMerge ? <span className="faint">{t('duplicates.bothKept')}</span> : null}
              </span>
            </div>
            {same.length === 0 ? null : (
              <div className="dup-row">
                <span className="label">{t('duplicates.equal')}</span>
                <span className="dup-cell both">
                  {same.map((field) => `${t(`duplicates.fields.${field}`)}: ${value(two.one, field)}`).join(' · ')}
                </span>
              </div>
            )}
          </>
        )}
      </div>
      <div className="dup-end">
        {isCovered ? (
          <p className="sub" role="status" data-testid="covered">
            {t('duplicates.covered')}
          </p>
        ) : null}
        {isOnline ? null : (
          <p className="sub urgent" role="status">
            {t(mayMerge ? 'duplicates.offline' : 'duplicates.offlineReport')}
          </p>
        )}
        {answer?.kind === 'cannot' ? (
          <p className="sub urgent" role="alert">
            {t(`duplicates.cannot.${answer.why}`)}
          </p>
        ) : null}
        {answer?.kind === 'changed' ? (
          <p className="sub urgent" role="alert">
            {t('duplicates.changedMeanwhile')}
          </p>
        ) : null}
        {isCovered ? null : step === 'choose' ? (
          <div className="dup-actions">
            {mayMerge ? (
              <>
                <Button
                  look="primary"
                  chord="1"
                  disabled={!canAct}
                  onClick={() => setStep('asked')}
                  data-testid="merge"
                >
                  {t('duplicates.merge')}
                </Button>
                <Button chord="2" disabled={!canAct} onClick={() => void say('notSame')} data-testid="not-same">
                  {t('duplicates.notSame')}
                </Button>
                <Button look="ghost" icon={ArrowLeftRight} chord="3" onClick={() => setKeep(gone)} data-testid="swap">
                  {t('duplicates.swap')}
                </Button>
              </>
            ) : (
              <Button
                look="primary"
                chord="1"
                disabled={!canAct}
                onClick={() => void say('reported')}
                data-testid="report"
              >
                {t('duplicates.report')}
              </Button>
            )}
          </div>
        ) : mayMerge ? (
          <div className="dup-actions" role="alert">
            <span>{t('duplicates.mergeAsk', { code: two[gone].code, kept: two[keep].code })}</span>
            <Button
              ref={sure}
              look="primary"
              busy={step === 'busy'}
              disabled={step === 'busy'}
              onClick={() => void merge()}
              data-testid="merge-sure"
            >
              {t('duplicates.mergeSure')}
            </Button>
            <Button look="ghost" onClick={() => setStep('choose')}>
              {t('actions.cancel')}
            </Button>
          </div>
        ) : null}
      </div>
    </article>
  );
}
