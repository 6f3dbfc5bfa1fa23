// The way to a case or complaint: from what is written in a conversation, and from a customer's page.
import { FolderPlus } from 'lucide-react';
import type { CustomerId, InteractionId } from '#shared/model/ids';
import { chordOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { currentInteractionId, isUncovered, knownCustomer } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
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

/** For the customer whose page it is: in the conversation that goes on with them, or in none. */
export function RegisterForButton({ id }: { readonly id: CustomerId }) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  const from = useDeskState((state) => {
    const current = currentInteractionId(state);
    const known = current === null ? null : knownCustomer(state, current);
    return known !== null && known.by !== 'nobody' && known.customerId === id ? current : null;
  });
  const open = () => openSheet({ kind: 'registerCase', id, from });
  useCommand('registerCase', open, { enabled: useDeskState(isUncovered) });
  return (
    <Button
      look="ghost"
      size="small"
      icon={FolderPlus}
      command="registerCase"
      onClick={open}
      data-testid="register-case"
    >
      {t('cases.register')}
    </Button>
  );
}
