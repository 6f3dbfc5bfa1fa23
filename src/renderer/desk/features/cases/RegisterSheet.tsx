// Registering a case or a complaint: in a conversation, while the customer listens, or what has come by e-mail, letter, form or at the counter.
import { useState } from 'react';
import type { ShownCase } from '#shared/contract/cases';
import type { CustomerId, InteractionId } from '#shared/model/ids';
import { draftOf, newestCard } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Sheet } from '../../ui/Sheet.tsx';
import { useWords } from '../../ui/words.tsx';
import { CaseMenu } from './CaseMenu.tsx';
import { ReadAloud } from './ReadAloud.tsx';
import { Registered } from './Registered.tsx';
import { halfFormOf, RegisterForm } from './RegisterForm.tsx';
import './cases.css';

interface RegisterSheetProps {
  readonly id: CustomerId;
  /** The conversation in which it is registered; null: in none. */
  readonly from: InteractionId | null;
}

const noCases: never[] = [];

export function RegisterSheet({ id, from }: RegisterSheetProps) {
  const { t } = useWords();
  const { openSheet, writeForm } = useIntents();
  const [registered, setRegistered] = useState<ShownCase | null>(null);
  const openCases = useDeskState((state) => newestCard(state, id)?.openCases) ?? noCases;
  const reasonCode = useDeskState((state) => (from === null ? null : draftOf(state, from).reasonCode));
  // Where nothing is open there is nothing to choose.
  const [of, setOf] = useState<'case' | 'complaint' | 'menu' | null>(openCases.length === 0 ? null : 'menu');
  const bySameReason = openCases.toSorted(
    (one, other) => Number(other.reasonCode === reasonCode) - Number(one.reasonCode === reasonCode),
  );
  function leave() {
    writeForm(halfFormOf(from ?? id), null);
    openSheet('none');
  }
  const aloud = (found: ShownCase) =>
    from === null ? <Registered found={found} /> : <ReadAloud id={id} found={found} />;
  return (
    <Sheet label={t('cases.register')} onClose={leave} testId="register-sheet" narrow>
      {of === 'menu' ? (
        <CaseMenu from={from} open={bySameReason} onRegister={setOf} />
      ) : registered === null ? (
        <RegisterForm id={id} from={from} first={of} onDone={setRegistered} onLeave={leave} />
      ) : (
        aloud(registered)
      )}
    </Sheet>
  );
}
