// Calling back at a number on file: this call ends, the record's number rings, and who answers there has shown something. The contact goes on
// with its note; kept is the kind of factor alone. A number is shown by its last digits.
import { PhoneOutgoing } from 'lucide-react';
import { maskedTail } from '#shared/model/customer';
import { proven, settledNumbers } from '#shared/model/identifying';
import type { InteractionId } from '#shared/model/ids';
import type { IdentificationList } from '#shared/model/lists/identification';
import { guidanceOf } from '../../store/guidance.ts';
import { askedOf, recordOf } from '../../store/identity.ts';
import { isRestricted, knownCustomer, newestCard, openInteraction } from '../../store/selectors.ts';
import { useDesk, useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useKey } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';

interface CallBackOnFileProps {
  readonly id: InteractionId;
  readonly rules: IdentificationList;
}

export function CallBackOnFile({ id, rules }: CallBackOnFileProps) {
  const { t } = useWords();
  const { now } = useDesk();
  const { callBackOnFile } = useIntents();
  const isCall = useDeskState((state) => openInteraction(state, id)?.interaction.channel === 'call');
  const restricted = useDeskState((state) => isRestricted(state, id));
  const isProven = useDeskState((state) => proven(askedOf(state, id)).includes('callback'));
  const calling = useDeskState((state) => guidanceOf(state, id).callingBack);
  const card = useDeskState((state) => {
    const known = knownCustomer(state, id);
    return known.by === 'nobody' ? null : (newestCard(state, known.customerId) ?? null);
  });
  const isAsked = rules.factors.some(({ kind }) => kind === 'callback');
  const usable = isCall && isAsked && !restricted && !isProven && card !== null;
  const numbers = usable ? settledNumbers(recordOf(card, now()), rules) : [];
  const [first] = numbers;
  const call = (number: (typeof numbers)[number]) => void callBackOnFile(id, number);
  useKey('4', () => first !== undefined && call(first), {
    bare: true,
    enabled: first !== undefined && calling === null,
  });
  if (calling !== null) {
    return (
      <p className="sub" role="status" data-testid="calling-back">
        {t('callBackOnFile.calling', { number: maskedTail(calling.number, 2) })}
      </p>
    );
  }
  if (first === undefined) return null;
  return (
    <div className="call-back-on-file">
      <p className="sub">{t('callBackOnFile.about')}</p>
      {numbers.map((number) => (
        <Button
          key={number}
          size="small"
          icon={PhoneOutgoing}
          {...(number === first && { chord: '4' })}
          onClick={() => call(number)}
          data-testid={`call-back-on-file-${number.slice(-2)}`}
        >
          {t('callBackOnFile.call', { number: maskedTail(number, 2) })}
        </Button>
      ))}
    </div>
  );
}
