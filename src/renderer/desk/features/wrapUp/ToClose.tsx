// What a wrap-up still needs and what it has, each with the key that leads there.
import { Circle, CircleCheck, ListChecks } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import { checksOf, draftOf, knownCustomer } from '../../store/selectors.ts';
import { useDeskState, useWords } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';

export function ToClose({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const customer = useDeskState((state) => knownCustomer(state, id).by !== 'nobody');
  const reason = useDeskState((state) => draftOf(state, id).reasonCode !== null);
  const outcome = useDeskState((state) => draftOf(state, id).outcomeCode !== null);
  const note = useDeskState((state) => draftOf(state, id).note.trim() !== '');
  const checked = useDeskState((state) => checksOf(state, id).length);
  const parts = [
    { part: 'reason', done: reason, needed: true, command: 'reason' },
    { part: 'outcome', done: outcome, needed: true, command: 'outcome' },
    { part: 'note', done: note, needed: false, command: 'note' },
    { part: 'customer', done: customer, needed: false, command: 'caller' },
  ] as const;
  return (
    <section className="section">
      <SectionTitle icon={ListChecks}>{t('wrapUp.toClose')}</SectionTitle>
      <ul className="to-close">
        {parts.map(({ part, done, needed, command }) => (
          <li key={part} className={done ? 'done' : ''}>
            {done ? <CircleCheck aria-hidden="true" /> : <Circle aria-hidden="true" />}
            <span>{t(`wrapUp.parts.${part}`)}</span>
            {done || needed ? null : <small>{t('wrapUp.optional')}</small>}
            {done ? null : <Kbd command={command} quiet />}
          </li>
        ))}
      </ul>
      {checked === 0 ? null : (
        <p className="sub num" data-testid="checked">
          {t('knowledge.checked', { count: checked })}
        </p>
      )}
    </section>
  );
}
