// How surely the caller is the customer shown: the level reached, set with one key and the arrows, and what it allows.
import { useRef } from 'react';
import { identificationLevels } from '#shared/model/identification';
import type { InteractionId } from '#shared/model/ids';
import { useCommand } from '../../commands/useCommand.ts';
import { levelOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useWords } from '../../store/useDesk.ts';
import { focusChosen, Segments } from '../../ui/Segments.tsx';

export function Identification({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { edit } = useIntents();
  const levels = useRef<HTMLDivElement>(null);
  useCommand('identification', () => focusChosen(levels.current));
  const level = useDeskState((state) => levelOf(state, id));
  return (
    <div className={`identification ${level}`}>
      <Segments
        label={t('identification.title')}
        options={identificationLevels.map((each) => ({ id: each, name: t(`identification.levels.${each}`) }))}
        chosen={level}
        onChoose={(identification) => edit(id, { identification })}
        command="identification"
        groupRef={levels}
        testId="identification"
      />
      <p className="faint">{t(`identification.allows.${level}`)}</p>
    </div>
  );
}
