// The way to a case or complaint from what is written in a conversation.
import { FolderPlus } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import { chordOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { knownCustomer } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';

/** There once it is known who the customer is. */
export function RegisterButton({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  const customerId = useDeskState((state) => {
    const known = knownCustomer(state, id);
    return known.by === 'nobody' ? null : known.customerId;
  });
  const open = () => {
    if (customerId !== null) openSheet({ kind: 'registerCase', id: customerId, from: id });
  };
  useCommand('registerCase', open, { enabled: customerId !== null });
  if (customerId === null) return null;
  return (
    <button
      type="button"
      className="work-action"
      aria-keyshortcuts={ariaShortcut(chordOf('registerCase'))}
      onClick={open}
      data-testid="register-case"
    >
      <FolderPlus size={15} aria-hidden="true" />
      {t('cases.register')}
      <Kbd command="registerCase" quiet />
    </button>
  );
}
