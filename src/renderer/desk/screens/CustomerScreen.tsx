// One customer's card on the whole screen, opened from a search; Esc goes back to where the agent was.
import { ArrowLeft } from 'lucide-react';
import { useEffect } from 'react';
import type { CustomerId } from '#shared/model/ids';
import { RegisterForButton } from '../features/cases/RegisterButton.tsx';
import { CustomerCardView } from '../features/customer/CustomerCardView.tsx';
import { DuplicatesHint } from '../features/duplicates/DuplicatesHint.tsx';
import { newestCard } from '../store/selectors.ts';
import { useDeskState, useIntents } from '../store/useDesk.ts';
import { useLookedAt } from '../store/useLookedAt.ts';
import { Button } from '../ui/Button.tsx';
import { isTextField, useKey } from '../ui/keys.ts';
import { useWords } from '../ui/words.tsx';

export function CustomerScreen({ id }: { readonly id: CustomerId }) {
  const { t } = useWords();
  const { loadCard, show } = useIntents();
  const card = useDeskState((state) => newestCard(state, id));
  useLookedAt({ kind: 'customer', id }, card?.customer.name ?? null);
  const back = () => show({ kind: 'desk' });
  useKey('Esc', () => !isTextField(document.activeElement) && back(), { bare: true });
  useEffect(() => {
    void loadCard(id);
  }, [id, loadCard]);
  return (
    <div className="page">
      <div className="page-back">
        <Button look="ghost" size="small" icon={ArrowLeft} chord="Esc" onClick={back}>
          {t('actions.back')}
        </Button>
      </div>
      {card == null ? <h1 className="visually-hidden">{t('customer.card')}</h1> : null}
      {card === undefined ? <p className="sub">{t('customer.loading')}</p> : null}
      {card === null ? <p className="sub">{t('customer.gone')}</p> : null}
      {card == null ? null : (
        <CustomerCardView
          key={id}
          card={card}
          duplicates={<DuplicatesHint key={card.customer.id} customer={card.customer} />}
          register={<RegisterForButton key={card.customer.id} id={card.customer.id} />}
          wide
        />
      )}
    </div>
  );
}
