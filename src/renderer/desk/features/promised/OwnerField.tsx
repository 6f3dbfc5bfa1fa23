// Whose what was promised is: the agent's own, a colleague's, a queue's or a back office's.
import { type Ref, useMemo } from 'react';
import type { InteractionId } from '#shared/model/ids';
import type { Owner } from '#shared/model/interaction';
import { draftOf, workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { Picker } from '../../ui/Picker.tsx';
import { useWords } from '../../ui/words.tsx';

const codeOf = (owner: Owner): string => `${owner.kind} ${owner.kind === 'backOffice' ? owner.code : owner.id}`;

interface OwnerFieldProps {
  readonly id: InteractionId;
  readonly owner: Owner | null;
  readonly onChoose: (owner: Owner | null) => void;
  readonly error: string | null;
  readonly inputRef: Ref<HTMLInputElement>;
}

interface Named {
  readonly owner: Owner;
  readonly name: string;
}

/** The agent, and who usually takes care of such a reason, come first. */
function useOwners(
  id: InteractionId,
): readonly { readonly code: string; readonly label: string; readonly of: readonly Named[] }[] {
  const { t, language } = useWords();
  const workstation = useDeskState(workstationOf);
  const reason = useDeskState((state) => draftOf(state, id).reasonCode);
  const { backOffices = [] } = useLists(id);
  return useMemo(() => {
    if (workstation === null) return [];
    const { agent, colleagues, queues, reasons } = workstation;
    const desk = reasons.flatMap((group) => group.reasons).find(({ code }) => code === reason)?.desk;
    const offices = backOffices
      .filter(({ active }) => active)
      .map(({ code, name }): Named => ({ owner: { kind: 'backOffice', code }, name: name[language] }));
    const isUsual = ({ owner }: Named) => owner.kind === 'backOffice' && owner.code === desk;
    const me: Named = { owner: { kind: 'agent', id: agent.id, name: agent.name }, name: t('promised.mine') };
    return [
      { code: 'usual', label: t('promised.ownerFirst'), of: [me, ...offices.filter(isUsual)] },
      { code: 'offices', label: t('promised.backOffices'), of: offices.filter((each) => !isUsual(each)) },
      {
        code: 'queues',
        label: t('promised.queues'),
        of: queues.map((queue): Named => ({ owner: { kind: 'queue', id: queue.id }, name: queue.name[language] })),
      },
      {
        code: 'colleagues',
        label: t('promised.colleagues'),
        of: colleagues.map((one): Named => ({ owner: { kind: 'agent', id: one.id, name: one.name }, name: one.name })),
      },
    ].filter(({ of }) => of.length > 0);
  }, [workstation, reason, backOffices, language, t]);
}

export function OwnerField({ id, owner, onChoose, error, inputRef }: OwnerFieldProps) {
  const { t } = useWords();
  const owners = useOwners(id);
  const groups = useMemo(
    () =>
      owners.map(({ code, label, of }) => ({
        code,
        label,
        options: of.map((each) => ({ code: codeOf(each.owner), label: each.name, isPlain: true })),
      })),
    [owners],
  );
  return (
    <Picker
      label={t('promised.owner')}
      placeholder={t('promised.ownerPlaceholder')}
      noneFound={t('classification.noneFound')}
      groups={groups}
      chosen={owner === null ? null : codeOf(owner)}
      onChoose={(code) =>
        onChoose(owners.flatMap(({ of }) => of).find((each) => codeOf(each.owner) === code)?.owner ?? null)
      }
      error={error}
      command={null}
      testId="promised-owner"
      inputRef={inputRef}
    />
  );
}
