// On a customer's card: with whom they may be one and the same, and what was made one with them and can be two again.
import { Merge, Users } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { UndoAnswer } from '#shared/contract/duplicates';
import type { Customer } from '#shared/model/customer';
import { may } from '#shared/model/role';
import type { Duplicates } from '#shared/protocol/merges';
import { useCommand } from '../../commands/useCommand.ts';
import { isUncovered, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { fullDay, localDay, moment } from '../../ui/time.ts';
import { Unbroken } from '../../ui/Unbroken.tsx';
import { useWords } from '../../ui/words.tsx';
import { useReasons } from './useReasons.ts';

type Undoable = Duplicates['merges'][number];

/** One that was made one with this customer: said, and for who may undone after a question. */
function Merged({ merged, onUndone }: { readonly merged: Undoable; readonly onUndone: (answer: UndoAnswer) => void }) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { undoMerge } = useIntents();
  const mayUndo = useDeskState((state) => may(workstationOf(state)?.agent.role ?? 'agent', 'mergeCustomers'));
  const [step, setStep] = useState<'said' | 'asked' | 'busy'>('said');
  const sure = useRef<HTMLButtonElement>(null);
  useEffect(() => {
    if (step === 'asked') sure.current?.focus();
  }, [step]);
  async function undo() {
    setStep('busy');
    const answer = await undoMerge(merged.id);
    setStep('said');
    if (answer !== null) onUndone(answer);
  }
  return (
    <div className="dup-line" data-testid="merged">
      <Merge aria-hidden="true" />
      <span>
        <Unbroken
          text={t('duplicates.mergedWith', { ...merged.gone, when: moment(merged.at, now, language), by: merged.by })}
          part={merged.gone.code}
        />
        {mayUndo && step !== 'said' ? (
          <span className="sub">{t('duplicates.undoAsk', { day: fullDay(localDay(merged.undoUntil), language) })}</span>
        ) : null}
      </span>
      {mayUndo && step === 'said' ? (
        <Button look="ghost" size="small" onClick={() => setStep('asked')} data-testid="undo-merge">
          {t('duplicates.undo')}
        </Button>
      ) : null}
      {mayUndo && step !== 'said' ? (
        <span className="dup-actions">
          <Button
            ref={sure}
            size="small"
            busy={step === 'busy'}
            disabled={step === 'busy'}
            onClick={() => void undo()}
            data-testid="undo-sure"
          >
            {t('duplicates.undoSure')}
          </Button>
          <Button look="ghost" size="small" onClick={() => setStep('said')}>
            {t('duplicates.undoNot')}
          </Button>
        </span>
      ) : null}
    </div>
  );
}

export function DuplicatesHint({ customer }: { readonly customer: Customer }) {
  const { t } = useWords();
  const said = useReasons();
  const { loadDuplicates, show } = useIntents();
  const { id, version } = customer;
  const isOnline = useDeskState(({ data }) => data?.sync.link.kind === 'online');
  const [found, setFound] = useState<Duplicates | null>(null);
  const [undone, setUndone] = useState<UndoAnswer | null>(null);
  // Of another version, or once the backend is there again, others may be known.
  useEffect(() => {
    let isOld = false;
    void loadDuplicates(id, (all) => {
      if (!isOld) setFound(all);
    });
    return () => {
      isOld = true;
    };
  }, [id, version, isOnline, loadDuplicates]);
  const [first, ...others] = found?.pairs ?? [];
  const isFree = useDeskState(isUncovered);
  const compare = () => show({ kind: 'duplicates', of: id });
  useCommand('compare', compare, { enabled: isFree && first !== undefined });
  const merges = found?.merges ?? [];
  if (first === undefined && merges.length === 0 && undone === null) return null;
  return (
    <div className="dup-hint">
      {first === undefined ? null : (
        <div className="dup-line maybe" data-testid="duplicates-hint">
          <Users aria-hidden="true" />
          <span>
            {t(`duplicates.maybe.${customer.kind}`, { name: first.customer.name })}{' '}
            <span className="whole faint">{first.customer.code}</span>
            <span className="sub dup-reasons">
              {said(first.reasons)}
              {others.length === 0 ? '' : ` · ${t('duplicates.others', { count: others.length })}`}
            </span>
          </span>
          <Button look="ghost" size="small" command="compare" onClick={compare} data-testid="compare">
            {t('duplicates.compare')}
          </Button>
        </div>
      )}
      {merges.map((merged) => (
        <Merged
          key={merged.id}
          merged={merged}
          onUndone={(answer) => {
            setUndone(answer);
            if (answer.kind !== 'cannot') setFound({ pairs: [], merges: merges.filter(({ id }) => id !== merged.id) });
          }}
        />
      ))}
      {undone === null ? null : (
        <p className="dup-line" role="status" data-testid="undone">
          <Merge aria-hidden="true" />
          <Undone answer={undone} />
        </p>
      )}
    </div>
  );
}

function Undone({ answer }: { readonly answer: UndoAnswer }) {
  const { t } = useWords();
  if (answer.kind === 'cannot') return <span>{t(`duplicates.cannot.${answer.why}`)}</span>;
  if (answer.kind === 'changed') return <span>{t('duplicates.undoneAlready')}</span>;
  const { back, stayed } = answer.unmerged;
  const parts = [
    ...(stayed.contacts > 0 ? [t('duplicates.stayed.contacts', { count: stayed.contacts })] : []),
    ...(stayed.cases > 0 ? [t('duplicates.stayed.cases', { count: stayed.cases })] : []),
    ...stayed.fields.map((field) => t(`duplicates.fields.${field}`)),
  ];
  return (
    <span>
      {t('duplicates.undone', { name: back.name, code: back.code })}
      <span className="sub">
        {parts.length === 0 ? t('duplicates.nothingStayed') : t('duplicates.whatStayed', { what: parts.join(', ') })}
      </span>
    </span>
  );
}
