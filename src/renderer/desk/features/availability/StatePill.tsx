// The agent's state in one capsule, with how long it has lasted and the menu that changes it.
import { BellOff, ChevronDown } from 'lucide-react';
import { Button } from 'react-aria-components';
import { chordOf } from '../../commands/table.ts';
import { useDeskState, useNow } from '../../store/useDesk.ts';
import { ariaShortcut } from '../../ui/keys.ts';
import { since, timer } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { StateMenu } from './StateMenu.tsx';
import { useStateName } from './useStateName.ts';

export function StatePill() {
  const { t } = useWords();
  const quiet = useDeskState(({ phone }) => phone?.doNotDisturb ?? false);
  const sinceAt = useDeskState(({ phone }) => phone?.availability.sinceAt);
  const { look, name } = useStateName();
  const now = useNow();
  const registered = look !== 'off' && look !== 'connecting' && look !== 'disconnected';

  return (
    <StateMenu placement="bottom start">
      <Button
        className={`state ${look}`}
        data-testid="state-pill"
        data-state={look}
        data-registered={registered}
        aria-keyshortcuts={ariaShortcut(chordOf('state'))}
      >
        <span className="led" aria-hidden="true" />
        <span>
          <span className="visually-hidden">{t('state.label')} </span>
          {name}
        </span>
        {registered && look !== 'ringing' && sinceAt !== undefined ? (
          <span className="state-time num" aria-hidden="true">
            {timer(since(sinceAt, now))}
          </span>
        ) : null}
        {quiet ? (
          <span className="state-quiet" data-testid="quiet">
            <BellOff aria-hidden="true" />
            {t('state.doNotDisturb')}
          </span>
        ) : null}
        <ChevronDown aria-hidden="true" />
      </Button>
    </StateMenu>
  );
}
