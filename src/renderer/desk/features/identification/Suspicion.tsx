// That somebody may be calling in the customer's name: what is done then, the agent's own word for it, and a lead's that it is over.
import { ShieldX } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import type { IdentificationList } from '#shared/model/lists/identification';
import { may } from '#shared/model/role';
import { suspicionOf } from '../../store/identity.ts';
import { draftOf, knownCustomer, workstationOf } from '../../store/selectors.ts';
import { useDesk, useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { useWords } from '../../ui/words.tsx';

export function Suspicion({ id, rules }: { readonly id: InteractionId; readonly rules: IdentificationList }) {
  const { t, language } = useWords();
  const { now } = useDesk();
  const { edit, clearSuspicion } = useIntents();
  const suspected = useDeskState((state) => draftOf(state, id).suspected);
  const suspicion = useDeskState((state) => suspicionOf(state, id, now()));
  const role = useDeskState((state) => workstationOf(state)?.agent.role ?? 'agent');
  const customerId = useDeskState((state) => {
    const known = knownCustomer(state, id);
    return known.by === 'nobody' ? null : known.customerId;
  });
  if (suspicion === 'none') return null;
  const mayClear = suspicion === 'record' && may(role, 'clearSuspicion');
  return (
    <Notice tone="hold" title={t('suspicion.title')} body={rules.suspicious.advice?.[language] ?? t('suspicion.body')}>
      {suspected ? (
        <Button size="small" onClick={() => edit(id, { suspected: false })} data-testid="unsuspect">
          {t('suspicion.takeBack')}
        </Button>
      ) : mayClear && customerId !== null ? (
        <Button size="small" onClick={() => void clearSuspicion(customerId)} data-testid="clear-suspicion">
          {t('suspicion.clear')}
        </Button>
      ) : undefined}
    </Notice>
  );
}

/** The agent's own word, where nobody has said so yet. */
export function Suspect({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { now } = useDesk();
  const { edit } = useIntents();
  const isSaid = useDeskState((state) => suspicionOf(state, id, now()) !== 'none');
  if (isSaid) return null;
  return (
    <button type="button" className="work-action" onClick={() => edit(id, { suspected: true })} data-testid="suspect">
      <ShieldX size={13} aria-hidden="true" />
      {t('suspicion.suspect')}
    </button>
  );
}
