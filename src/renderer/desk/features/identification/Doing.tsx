// What is to be done for whoever calls, where that takes another level than the reason alone: of one reason a preference is less than a new IBAN.
import type { InteractionId } from '#shared/model/ids';
import type { IdentificationList } from '#shared/model/lists/identification';
import { actionOf, actionsOf } from '../../store/identity.ts';
import { useDeskSelection, useDeskState, useIntents } from '../../store/useDesk.ts';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { useWords } from '../../ui/words.tsx';

/** No code is empty. */
const notSaid = '';

interface DoingProps {
  readonly id: InteractionId;
  readonly rules: IdentificationList;
  /** The level to be reached follows from it again. */
  readonly onChosen: () => void;
}

export function Doing({ id, rules, onChosen }: DoingProps) {
  const { t, language } = useWords();
  const { chooseAction } = useIntents();
  const actions = useDeskSelection((state) => actionsOf(state, id, rules));
  const chosen = useDeskState((state) => actionOf(state, id, rules)?.code ?? notSaid);
  if (actions.length === 0) return null;
  return (
    <Dropdown
      label={t('identification.doing')}
      options={[
        { id: notSaid, name: t('identification.byReason') },
        ...actions.map(({ code, name, level }) => ({
          id: code,
          name: `${name[language]} · ${t(`identification.levels.${level}`)}`,
        })),
      ]}
      chosen={chosen}
      onChoose={(code) => {
        chooseAction(id, code === notSaid ? null : code);
        onChosen();
      }}
      testId="doing"
    />
  );
}
