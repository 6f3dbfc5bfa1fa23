// During a call the bar belongs to the call: the agent's state is the light beside their initials, with the same menu behind it.
import { Button } from 'react-aria-components';
import { chordOf } from '../../commands/table.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { ariaShortcut } from '../../ui/keys.ts';
import { initials } from '../../ui/text.ts';
import { useWords } from '../../ui/words.tsx';
import { StateMenu } from './StateMenu.tsx';
import { useStateName } from './useStateName.ts';

export function StateAvatar() {
  const { t } = useWords();
  const agent = useDeskState((state) => workstationOf(state)?.agent.name ?? '');
  const { look, name } = useStateName();
  return (
    <StateMenu placement="right bottom">
      <Button
        className={`avatar state-avatar ${look}`}
        // Who speaks to the computer says what they see (WCAG 2.5.3).
        aria-label={`${initials(agent)}, ${agent}. ${t('state.label')} ${name}`}
        data-testid="state-avatar"
        data-state={look}
        aria-keyshortcuts={ariaShortcut(chordOf('state'))}
      >
        {initials(agent)}
        <span className="led" aria-hidden="true" />
      </Button>
    </StateMenu>
  );
}
