// What the customer was told will be done, by whom and by which day: on the disk as it is typed, and with the call when it is passed on.
import { useId, useRef } from 'react';
import { useShallow } from 'zustand/shallow';
import type { InteractionId } from '#shared/model/ids';
import type { MissingPart } from '#shared/model/wrapUp';
import { chordOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { draftOf, missingParts } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { DayField } from '../../ui/DayField.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';
import { OwnerField } from './OwnerField.tsx';

const longest = 500;

interface PromisedProps {
  readonly id: InteractionId;
  /** Parts that a wrap-up was refused for. */
  readonly missing: readonly MissingPart[];
}

export function Promised({ id, missing }: PromisedProps) {
  const { t } = useWords();
  const { edit, flushDrafts } = useIntents();
  const promised = useDeskState((state) => draftOf(state, id).promised);
  const needed = useDeskState(useShallow((state) => missingParts(state, id)));
  const lacks = (part: MissingPart): boolean => missing.includes(part) && needed.includes(part);
  const row = useRef<HTMLDivElement>(null);
  const field = useRef<HTMLInputElement>(null);
  const owner = useRef<HTMLInputElement>(null);
  const [textId, wrongId] = [useId(), useId()];
  useCommand('promised', () => field.current?.focus());
  useCommand('owner', () => owner.current?.focus());
  useCommand('promisedDay', () =>
    row.current?.querySelector<HTMLElement>('[data-testid="promised-by"] [role="spinbutton"]')?.focus(),
  );
  const wrong = lacks('promise') ? t('classification.missingPromise') : null;
  return (
    <div ref={row} className="promised-fields">
      <div className="line-field" data-invalid={wrong !== null || undefined}>
        <label htmlFor={textId}>{t('promised.title')}</label>
        <input
          ref={field}
          id={textId}
          value={promised.text}
          maxLength={longest}
          placeholder={wrong ?? t('promised.placeholder')}
          onChange={(event) => edit(id, { promised: { ...promised, text: event.target.value } })}
          onBlur={flushDrafts}
          aria-keyshortcuts={ariaShortcut(chordOf('promised'))}
          aria-invalid={wrong !== null}
          aria-describedby={wrongId}
          data-testid="promised"
        />
        {promised.text === '' ? <Kbd command="promised" quiet /> : null}
        <span id={wrongId} className="visually-hidden">
          {wrong}
        </span>
      </div>
      <OwnerField
        id={id}
        owner={promised.owner}
        onChoose={(chosen) => edit(id, { promised: { ...promised, owner: chosen } })}
        error={lacks('owner') ? t('classification.missingOwner') : null}
        inputRef={owner}
      />
      <DayField
        label={t('promised.by')}
        day={promised.by}
        onChange={(by) => edit(id, { promised: { ...promised, by } })}
        onLeave={flushDrafts}
        error={lacks('day') ? t('classification.missingDay') : null}
        testId="promised-by"
      />
    </div>
  );
}
