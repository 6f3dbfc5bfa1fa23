// Why the customer called and how it ended: two lists of the company, found by typing.
import { type ReactNode, useMemo, useRef } from 'react';
import type { InteractionId } from '#shared/model/ids';
import type { MissingPart } from '#shared/model/interaction';
import { useCommand } from '../../commands/useCommand.ts';
import { draftOf, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useWords } from '../../store/useDesk.ts';
import { Picker } from '../../ui/Picker.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';

interface ClassificationProps {
  readonly id: InteractionId;
  /** Parts that a wrap-up was refused for. */
  readonly missing: readonly MissingPart[];
  /** What else is agreed, in the same grid. */
  readonly children: ReactNode;
}

export function Classification({ id, missing, children }: ClassificationProps) {
  const { t, language } = useWords();
  const { edit } = useIntents();
  const reason = useDeskState((state) => draftOf(state, id).reasonCode);
  const outcome = useDeskState((state) => draftOf(state, id).outcomeCode);
  const workstation = useDeskState(workstationOf);
  const reasonField = useRef<HTMLInputElement>(null);
  const outcomeField = useRef<HTMLInputElement>(null);
  useCommand('reason', () => reasonField.current?.focus());
  useCommand('outcome', () => outcomeField.current?.focus());

  const reasons = useMemo(
    () =>
      (workstation?.reasons ?? []).map((group) => ({
        code: group.code,
        label: group.labels[language],
        options: group.reasons.map(({ code, labels }) => ({ code, label: labels[language] })),
      })),
    [workstation, language],
  );
  const outcomes = useMemo(
    () =>
      (workstation?.outcomes ?? []).map((group) => ({
        code: group.code,
        label: group.labels[language],
        options: group.outcomes.map(({ code, labels }) => ({ code, label: labels[language] })),
      })),
    [workstation, language],
  );

  return (
    <section className="section classification">
      <SectionTitle>{t('classification.title')}</SectionTitle>
      <div className="classification-fields">
        <Picker
          label={t('classification.reason')}
          placeholder={t('classification.reasonPlaceholder')}
          noneFound={t('classification.noneFound')}
          groups={reasons}
          chosen={reason}
          onChoose={(reasonCode) => edit(id, { reasonCode })}
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
        {children}
      </div>
    </section>
  );
}
