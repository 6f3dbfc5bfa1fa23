// A customer chases what is open already («sollecito»): it is attached to that case, with their words, and counts there.
import { type FormEvent, useEffect, useRef, useState } from 'react';
import type { RefusedHere } from '#shared/contract/cases';
import { inThrees } from '#shared/model/caseNumber';
import type { Case } from '#shared/model/customer';
import type { InteractionId } from '#shared/model/ids';
import { refusalWords } from '../../store/refusalWords.ts';
import { knownCustomer } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useHalfForm } from '../../store/useHalfForm.ts';
import { Button } from '../../ui/Button.tsx';
import { FormActions } from '../../ui/FormActions.tsx';
import { useKey } from '../../ui/keys.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { TextBox } from '../../ui/TextBox.tsx';
import { useOneAtATime } from '../../ui/useOneAtATime.ts';
import { useWords } from '../../ui/words.tsx';
import './cases.css';

interface RemindSheetProps {
  readonly found: Case;
  /** The conversation in front of the agent, which need not be with this customer; null: there is none. */
  readonly current: InteractionId | null;
}

const most = 1_000;

export function RemindSheet({ found, current }: RemindSheetProps) {
  const { t } = useWords();
  const { openSheet, actOnCase, linkCase } = useIntents();
  const { form: written, write, forget } = useHalfForm(`remind ${found.id}`, { words: '' });
  const { words } = written;
  const once = useOneAtATime();
  const [refused, setRefused] = useState<RefusedHere | null>(null);
  const isTheirs = useDeskState((state) => {
    if (current === null) return false;
    const known = knownCustomer(state, current);
    return known.by !== 'nobody' && known.customerId === found.customerId;
  });
  function leave() {
    forget();
    openSheet('none');
  }
  async function remind() {
    const contactId = isTheirs ? current : null;
    const outcome = await actOnCase(found.customerId, found.id, { kind: 'remind', words: words.trim(), contactId });
    if (outcome?.kind === 'done') {
      if (contactId !== null) linkCase(contactId, found, 'reminded');
      leave();
    }
    if (outcome?.kind === 'refused') setRefused(outcome.refusal);
  }
  const form = useRef<HTMLFormElement>(null);
  // Whoever has asked for it writes.
  useEffect(() => form.current?.querySelector('textarea')?.focus(), []);
  useKey('Ctrl+Enter', () => void once(remind));
  return (
    <Sheet label={t('cases.remind')} onClose={leave} testId="remind-sheet" narrow>
      <form
        ref={form}
        className="sheet-form"
        onSubmit={(event: FormEvent) => {
          event.preventDefault();
          void once(remind);
        }}
        noValidate
      >
        <h2>{t('cases.remindOf', { number: inThrees(found.number) })}</h2>
        <p className="sub">{found.title}</p>
        <TextBox
          label={t('cases.asked.remind')}
          value={words}
          onChange={(text) => write({ words: text.slice(0, most) })}
          rows={3}
          hint={t('cases.remindHint')}
          testId="remind-words"
        />
        {refused === null ? null : (
          <p className="box hold" role="alert">
            {refusalWords(t, refused)}
          </p>
        )}
        <FormActions onCancel={leave}>
          <Button type="submit" look="primary" chord="Ctrl+Enter" data-testid="remind">
            {t('cases.remind')}
          </Button>
        </FormActions>
      </form>
    </Sheet>
  );
}
