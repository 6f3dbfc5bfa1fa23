// Writing down who may speak for a customer: what kind of delegation, by what name, how far it goes and until when.
import { Plus, X } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Customer } from '#shared/model/customer';
import { identificationLevels } from '#shared/model/identification';
import type { CustomerId } from '#shared/model/ids';
import { type Delegation, delegationKinds, delegationSchema, mostDelegations } from '#shared/model/speaker';
import { newestCard } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { FormActions } from '../../ui/FormActions.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';

const fresh: Delegation = { kind: 'delegate', name: '', upTo: 'standard', until: null };
const levels = identificationLevels.filter((level) => level !== 'none');

export function DelegationsSheet({ id }: { readonly id: CustomerId }) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  const customer = useDeskState((state) => newestCard(state, id)?.customer ?? null);
  return (
    <Sheet label={t('customer.delegations')} onClose={() => openSheet('none')} testId="delegations-sheet" narrow>
      {customer === null ? (
        <p className="sheet-form sub">{t('customer.gone')}</p>
      ) : (
        <DelegationsForm customer={customer} />
      )}
    </Sheet>
  );
}

const sameAs = (one: Delegation, other: Delegation): boolean =>
  one.kind === other.kind && one.name.trim() === other.name.trim();

function DelegationsForm({ customer }: { readonly customer: Customer }) {
  const { t } = useWords();
  const { openSheet, editCustomer } = useIntents();
  const [all, setAll] = useState<readonly Delegation[]>(() =>
    customer.delegations.length === 0 ? [fresh] : customer.delegations,
  );
  const [isRefused, setRefused] = useState(false);
  const set = (place: number, part: Partial<Delegation>) =>
    setAll(all.map((each, index) => (index === place ? { ...each, ...part } : each)));
  const wrong = (delegation: Delegation, place: number): string | null => {
    if (!delegationSchema.safeParse(delegation).success) return t('delegations.nameMissing');
    return all.some((other, index) => index < place && sameAs(other, delegation)) ? t('delegations.twice') : null;
  };
  function save(event: FormEvent) {
    event.preventDefault();
    if (all.some((each, place) => wrong(each, place) !== null)) return setRefused(true);
    void editCustomer(customer, { delegations: all.map((each) => delegationSchema.parse(each)) });
    openSheet('none');
  }
  return (
    <form className="sheet-form" onSubmit={save}>
      <div>
        <h2>{t('customer.delegations')}</h2>
        <p className="sub">{t('delegations.about')}</p>
      </div>
      <ul className="delegations">
        {all.map((delegation, place) => (
          <li key={place} className="delegation" data-testid={`delegation-${place}`}>
            <Dropdown
              label={t('delegations.kind')}
              options={delegationKinds.map((kind) => ({ id: kind, name: t(`speaker.kinds.${kind}`) }))}
              chosen={delegation.kind}
              onChoose={(chosen) => set(place, { kind: delegationKinds.find((kind) => kind === chosen) ?? 'delegate' })}
            />
            <TextInput
              label={t('delegations.name')}
              value={delegation.name}
              onChange={(name) => set(place, { name })}
              error={isRefused ? wrong(delegation, place) : null}
              autoFocus={place === all.length - 1}
              testId={`delegation-name-${place}`}
            />
            <Dropdown
              label={t('delegations.upTo')}
              options={levels.map((level) => ({ id: level, name: t(`speaker.upTo.${level}`) }))}
              chosen={delegation.upTo}
              onChoose={(chosen) => set(place, { upTo: levels.find((level) => level === chosen) ?? 'basic' })}
            />
            <DayField
              label={t('delegations.until')}
              day={delegation.until}
              onChange={(until) => set(place, { until })}
              testId={`delegation-until-${place}`}
            />
            <IconButton
              icon={X}
              name={t('delegations.remove', { name: delegation.name })}
              onClick={() => setAll(all.filter((_each, index) => index !== place))}
            />
          </li>
        ))}
      </ul>
      {all.length < mostDelegations ? (
        <button
          type="button"
          className="work-action"
          onClick={() => setAll([...all, fresh])}
          data-testid="delegation-add"
        >
          <Plus size={13} aria-hidden="true" />
          {t('delegations.add')}
        </button>
      ) : null}
      <FormActions onCancel={() => openSheet('none')}>
        <Button type="submit" look="primary" chord="Enter" data-testid="save-delegations">
          {t('actions.save')}
        </Button>
      </FormActions>
    </form>
  );
}
