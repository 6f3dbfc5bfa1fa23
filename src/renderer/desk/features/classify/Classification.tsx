// Why the customer called and how it ended: two lists of the company, found by typing. Likely reasons are offered and never chosen by
// themselves; up to two others can stand beside the one that counts.
import { Plus, X } from 'lucide-react';
import { type ReactNode, useEffect, useMemo, useRef, useState } from 'react';
import type { InteractionId } from '#shared/model/ids';
import type { MissingPart } from '#shared/model/wrapUp';
import { chordOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { draftOf, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { isFocusFree } from '../../ui/focus.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut } from '../../ui/keys.ts';
import { Picker, type PickerGroup } from '../../ui/Picker.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';
import { useSuggested } from './useSuggested.ts';

interface ClassificationProps {
  readonly id: InteractionId;
  /** Parts that a wrap-up was refused for. */
  readonly missing: readonly MissingPart[];
  /** What else is agreed, in the same grid. */
  readonly children: ReactNode;
}

const mostSecondary = 2;

/** Without a reason: those that are likely. */
function Suggested({ id, onChoose }: { readonly id: InteractionId; readonly onChoose: (code: string) => void }) {
  const { t } = useWords();
  const suggested = useSuggested(id);
  const [first] = suggested;
  useCommand('suggestedReason', () => first !== undefined && onChoose(first.code), {
    enabled: first !== undefined,
  });
  if (first === undefined) return null;
  return (
    <fieldset className="reasons-beside" data-testid="suggested">
      <legend className="faint">{t('classification.suggested')}</legend>
      {suggested.map(({ code, label }) => (
        <button
          key={code}
          type="button"
          className="work-action"
          onClick={() => onChoose(code)}
          {...(code === first.code && { 'aria-keyshortcuts': ariaShortcut(chordOf('suggestedReason')) })}
        >
          <span className="one-line">{label}</span>
          {code === first.code ? <Kbd command="suggestedReason" quiet /> : null}
        </button>
      ))}
    </fieldset>
  );
}

/** With one: what else it was about. */
function Secondary({ id, groups }: { readonly id: InteractionId; readonly groups: readonly PickerGroup[] }) {
  const { t } = useWords();
  const { edit } = useIntents();
  const reason = useDeskState((state) => draftOf(state, id).reasonCode);
  const secondary = useDeskState((state) => draftOf(state, id).secondary);
  const [isAdding, setAdding] = useState(false);
  const row = useRef<HTMLFieldSetElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const canAdd = secondary.length < mostSecondary;
  const add = () => setAdding(true);
  useCommand('secondaryReason', add, { enabled: canAdd });
  useEffect(() => {
    if (isAdding) field.current?.focus();
  }, [isAdding]);

  /** What had the focus goes: the row keeps it. */
  const keepFocus = () => row.current?.querySelector<HTMLElement>('[data-add]')?.focus();
  useEffect(() => {
    if (!isAdding && isFocusFree()) keepFocus();
  });
  const labels = new Map(groups.flatMap(({ options }) => options.map(({ code, label }) => [code, label])));
  const others = useMemo(
    () =>
      groups
        .map((group) => ({
          ...group,
          options: group.options.filter(({ code }) => code !== reason && !secondary.includes(code)),
        }))
        .filter(({ options }) => options.length > 0),
    [groups, reason, secondary],
  );
  return (
    <fieldset
      ref={row}
      className="reasons-beside"
      aria-label={t('classification.secondary')}
      data-testid="secondary"
      onKeyDown={(event) => {
        if (event.key === 'Escape' && isAdding) setAdding(false);
      }}
    >
      {secondary.map((code) => (
        <button
          key={code}
          type="button"
          className="work-action"
          aria-label={t('classification.removeSecondary', { name: labels.get(code) ?? code })}
          onClick={() => edit(id, { secondary: secondary.filter((each) => each !== code) })}
        >
          <span className="one-line">{labels.get(code) ?? code}</span>
          <X size={13} aria-hidden="true" />
        </button>
      ))}
      {isAdding && canAdd ? (
        <Picker
          label={t('classification.addSecondary')}
          placeholder={t('classification.reasonPlaceholder')}
          noneFound={t('classification.noneFound')}
          groups={others}
          chosen={null}
          onChoose={(code) => {
            if (code === null) return;
            setAdding(false);
            edit(id, { secondary: [...secondary, code] });
          }}
          error={null}
          command={null}
          testId="secondary-reason"
          inputRef={field}
        />
      ) : null}
      {!isAdding && canAdd ? (
        <button type="button" data-add="" className="work-action" onClick={add} data-testid="add-secondary">
          <Plus size={13} aria-hidden="true" />
          {t('classification.addSecondary')}
        </button>
      ) : null}
    </fieldset>
  );
}

export function Classification({ id, missing, children }: ClassificationProps) {
  const { t, language } = useWords();
  const { edit } = useIntents();
  const reason = useDeskState((state) => draftOf(state, id).reasonCode);
  const secondary = useDeskState((state) => draftOf(state, id).secondary);
  const outcome = useDeskState((state) => draftOf(state, id).outcomeCode);
  const workstation = useDeskState(workstationOf);
  const reasonField = useRef<HTMLInputElement>(null);
  const outcomeField = useRef<HTMLInputElement>(null);
  const chooseReason = (reasonCode: string | null) =>
    edit(id, { reasonCode, secondary: secondary.filter((each) => each !== reasonCode) });
  useCommand('reason', () => reasonField.current?.focus());
  useCommand('outcome', () => outcomeField.current?.focus());

  // What is not in use any more is shown where it was chosen, and offered nowhere.
  const reasons = useMemo(
    () =>
      (workstation?.reasons ?? [])
        .map((group) => ({
          code: group.code,
          label: group.labels[language],
          options: group.reasons
            .filter(({ active, code }) => active || code === reason || secondary.includes(code))
            .map(({ code, labels }) => ({ code, label: labels[language] })),
        }))
        .filter(({ options }) => options.length > 0),
    [workstation, language, reason, secondary],
  );
  const outcomes = useMemo(
    () =>
      (workstation?.outcomes ?? [])
        .map((group) => ({
          code: group.code,
          label: group.labels[language],
          options: group.outcomes
            .filter(({ active, code }) => active || code === outcome)
            .map(({ code, labels }) => ({ code, label: labels[language] })),
        }))
        .filter(({ options }) => options.length > 0),
    [workstation, language, outcome],
  );

  const isRetired =
    workstation?.reasons.some((group) => group.reasons.some(({ code, active }) => code === reason && !active)) ===
      true ||
    workstation?.outcomes.some((group) => group.outcomes.some(({ code, active }) => code === outcome && !active)) ===
      true;

  return (
    <section className="section classification">
      <SectionTitle>{t('classification.title')}</SectionTitle>
      {isRetired ? (
        <p className="sub" role="status" data-testid="retired">
          {t('classification.retired')}
        </p>
      ) : null}
      <div className="classification-fields">
        <Picker
          label={t('classification.reason')}
          placeholder={t('classification.reasonPlaceholder')}
          noneFound={t('classification.noneFound')}
          groups={reasons}
          chosen={reason}
          onChoose={chooseReason}
          error={missing.includes('reason') && reason === null ? t('classification.missingReason') : null}
          command="reason"
          testId="reason"
          inputRef={reasonField}
        />
        <Picker
          label={t('classification.outcome')}
          placeholder={t('classification.outcomePlaceholder')}
          noneFound={t('classification.noneFound')}
          groups={outcomes}
          chosen={outcome}
          onChoose={(outcomeCode) => edit(id, { outcomeCode })}
          error={missing.includes('outcome') && outcome === null ? t('classification.missingOutcome') : null}
          command="outcome"
          testId="outcome"
          inputRef={outcomeField}
        />
        {reason === null ? <Suggested id={id} onChoose={chooseReason} /> : <Secondary id={id} groups={reasons} />}
        {children}
      </div>
    </section>
  );
}
