// What the customer was told will be done, and by which day: on the disk as it is typed, and with the call when it is passed on.
import { useId, useRef } from 'react';
import type { InteractionId } from '#shared/model/ids';
import { chordOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { draftOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useWords } from '../../store/useDesk.ts';
import { DayField } from '../../ui/DayField.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut } from '../../ui/keys.ts';

const longest = 500;

export function Promised({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { edit, flushDrafts } = useIntents();
  const promised = useDeskState((state) => draftOf(state, id).promised);
  const field = useRef<HTMLInputElement>(null);
  const textId = useId();
  useCommand('promised', () => field.current?.focus());
  return (
    <div className="promised-fields">
      <div className="line-field">
        <label htmlFor={textId}>{t('promised.title')}</label>
        <input
          ref={field}
          id={textId}
          value={promised.text}
          maxLength={longest}
          placeholder={t('promised.placeholder')}
          onChange={(event) => edit(id, { promised: { ...promised, text: event.target.value } })}
          onBlur={flushDrafts}
          aria-keyshortcuts={ariaShortcut(chordOf('promised'))}
          data-testid="promised"
        />
        {promised.text === '' ? <Kbd command="promised" quiet /> : null}
      </div>
      <DayField
        label={t('promised.by')}
        day={promised.by}
        onChange={(by) => edit(id, { promised: { ...promised, by } })}
        onLeave={flushDrafts}
        testId="promised-by"
      />
    </div>
  );
}
