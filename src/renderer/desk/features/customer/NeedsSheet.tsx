// Choosing what has to be minded with a customer: from the company's list, with a few words each. Never why.
import { type FormEvent, useId, useState } from 'react';
import { type Customer, mostNeeds, type Need, needSchema } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import { may } from '#shared/model/role';
import { useNeedTone } from '../../store/fieldWords.ts';
import { newestCard, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { FormActions } from '../../ui/FormActions.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { useWords } from '../../ui/words.tsx';

const longestDetail = 120;
const noKinds: never[] = [];

export function NeedsSheet({ id }: { readonly id: CustomerId }) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  const customer = useDeskState((state) => newestCard(state, id)?.customer ?? null);
  return (
    <Sheet label={t('customer.needs')} onClose={() => openSheet('none')} testId="needs-sheet" narrow>
      {customer === null ? <p className="sheet-form sub">{t('customer.gone')}</p> : <NeedsForm customer={customer} />}
    </Sheet>
  );
}

function NeedsForm({ customer }: { readonly customer: Customer }) {
  const { t, language } = useWords();
  const { openSheet, editCustomer } = useIntents();
  const kinds = useDeskState((state) => workstationOf(state)?.needKinds ?? noKinds);
  const [chosen, setChosen] = useState<ReadonlyMap<string, string>>(
    () => new Map(customer.needs.map(({ code, detail }) => [code, detail])),
  );
  const hintId = useId();
  const toneOf = useNeedTone();
  const role = useDeskState((state) => workstationOf(state)?.agent.role ?? 'agent');
  const maySet = (code: string) => may(role, 'setDelicateNeeds') || ['plain', null].includes(toneOf({ code }));
  // What is on the list no longer can still be taken away.
  const listed = kinds.map(({ code, labels }) => ({ code, name: labels[language] }));
  const others = customer.needs.filter(({ code }) => kinds.every((kind) => kind.code !== code));
  // What is not for this agent to say stays as it is, and is not on the form.
  const all = [...listed, ...others.map(({ code }) => ({ code, name: code }))].filter(({ code }) => maySet(code));
  const isFull = chosen.size >= mostNeeds;

  function set(code: string, detail: string | null) {
    const next = new Map(chosen);
    if (detail === null) next.delete(code);
    else next.set(code, detail);
    setChosen(next);
  }
  function save(event: FormEvent) {
    event.preventDefault();
    const needs: Need[] = [...chosen].map(([code, detail]) => needSchema.parse({ code, detail }));
    void editCustomer(customer, { needs });
    openSheet('none');
  }
  return (
    <form className="sheet-form needs-form" onSubmit={save}>
      <div>
        <h2>{t('customer.needs')}</h2>
        <p id={hintId} className="sub">
          {t('customer.needsAbout')}
        </p>
      </div>
      <ul className="need-choices">
        {all.map(({ code, name }, index) => {
          const detail = chosen.get(code);
          return (
            <li key={code}>
              <label>
                <input
                  type="checkbox"
                  checked={detail !== undefined}
                  disabled={detail === undefined && isFull}
                  onChange={({ target }) => set(code, target.checked ? '' : null)}
                  aria-describedby={hintId}
                  data-testid={`need-${code}`}
                  {...(index === 0 && { 'data-first-focus': '' })}
                />
                {name}
              </label>
              {detail === undefined ? null : (
                <input
                  className="need-detail"
                  value={detail}
                  maxLength={longestDetail}
                  placeholder={t('customer.needDetail')}
                  aria-label={`${name}: ${t('customer.needDetail')}`}
                  onChange={({ target }) => set(code, target.value)}
                  data-testid={`need-detail-${code}`}
                />
              )}
            </li>
          );
        })}
      </ul>
      <FormActions onCancel={() => openSheet('none')}>
        <Button type="submit" look="primary" chord="Enter" data-testid="save-needs">
          {t('actions.save')}
        </Button>
      </FormActions>
    </form>
  );
}
