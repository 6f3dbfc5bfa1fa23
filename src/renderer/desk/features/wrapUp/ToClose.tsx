// What a wrap-up still needs and what it has, each with the key that leads there.
import { Circle, CircleCheck, ListChecks } from 'lucide-react';
import { useShallow } from 'zustand/shallow';
import type { InteractionId } from '#shared/model/ids';
import { missingParts as allParts, type MissingPart } from '#shared/model/wrapUp';
import { checksOf, draftOf, knownCustomer, missingParts } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';
import { keyTo } from './wayTo.ts';

/** Shown whether they are needed or not. */
const usual: readonly MissingPart[] = ['reason', 'outcome', 'customer', 'note'];

export function ToClose({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const missing = useDeskState(useShallow((state) => missingParts(state, id)));
  const customer = useDeskState((state) => knownCustomer(state, id).by !== 'nobody');
  const note = useDeskState((state) => draftOf(state, id).note.trim() !== '');
  const hasCase = useDeskState((state) => draftOf(state, id).cases.length > 0);
  const checked = useDeskState((state) => checksOf(state, id).length);
  const has = (part: MissingPart): boolean =>
    part === 'customer' ? customer : part === 'note' ? note : !missing.includes(part);
  const parts = allParts
    .filter((part) => usual.includes(part) || missing.includes(part) || (part === 'case' && hasCase))
    .map((part) => ({ part, done: has(part), needed: missing.includes(part) }));
  return (
    <section className="section">
      <SectionTitle icon={ListChecks}>{t('wrapUp.toClose')}</SectionTitle>
      <ul className="to-close">
        {parts.map(({ part, done, needed }) => (
          <li key={part} className={done ? 'done' : ''}>
            {done ? <CircleCheck aria-hidden="true" /> : <Circle aria-hidden="true" />}
            <span>{t(`wrapUp.parts.${part}`)}</span>
            {done || needed ? null : <small>{t('wrapUp.optional')}</small>}
            {done ? null : <Kbd command={keyTo[part]} quiet />}
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
