// The menu that changes the agent's state, opened by its key from whatever stands for the state just then.
import { BellOff, Check } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { useCommand } from '../../commands/useCommand.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { useWords } from '../../ui/words.tsx';
import { lookOf } from './look.ts';
import { useWish } from './useWish.ts';

interface StateMenuProps {
  readonly placement: 'bottom start' | 'right bottom';
  /** The button that stands for the state. */
  readonly children: ReactNode;
}

export function StateMenu({ placement, children }: StateMenuProps) {
  const { t, language } = useWords();
  const { setWish, setDoNotDisturb } = useIntents();
  const quiet = useDeskState(({ phone }) => phone?.doNotDisturb ?? false);
  const [open, setOpen] = useState(false);
  useCommand('state', () => setOpen((was) => !was));
  const look = useDeskState((state) => lookOf(state.phone));
  const { ready, reasonCode } = useWish();
  const reasons = useDeskState((state) => workstationOf(state)?.notReadyReasons) ?? [];
  const mark = (is: boolean) => (is ? <Check aria-hidden="true" className="menu-check" /> : null);

  return (
    <MenuTrigger isOpen={open} onOpenChange={setOpen}>
      {children}
      <Popover className="popover menu-popover" placement={placement} offset={6}>
        <Menu className="menu" aria-label={t('state.menu')}>
          <MenuItem
            id="ready"
            className="menu-item"
            textValue={t('state.ready')}
            data-testid="state-ready"
            onAction={() => void setWish({ kind: 'ready' })}
          >
            <span className="led ready" aria-hidden="true" />
            <span>
              {t('state.ready')}
              <small>{look === 'wrapUp' || look === 'call' ? t('state.afterwards') : t('state.readyAbout')}</small>
            </span>
            {mark(ready)}
          </MenuItem>
          <MenuSection className="menu-section">
            <Header className="list-header">
              {t('state.notReadyMenu')}
              <Kbd command="state" />
            </Header>
            {reasons.map(({ code, labels }) => (
              <MenuItem
                key={code}
                id={code}
                className="menu-item"
                textValue={labels[language]}
                data-testid={`state-not-ready-${code}`}
                onAction={() => void setWish({ kind: 'notReady', reasonCode: code })}
              >
                <span className="led notReady" aria-hidden="true" />
                <span>{labels[language]}</span>
                {mark(!ready && reasonCode === code)}
              </MenuItem>
            ))}
          </MenuSection>
          <MenuSection className="menu-section" aria-label={t('state.direct')}>
            <MenuItem
              id="do-not-disturb"
              className="menu-item"
              textValue={t('state.doNotDisturb')}
              data-testid="do-not-disturb"
              onAction={() => void setDoNotDisturb(!quiet)}
            >
              <BellOff aria-hidden="true" />
              <span>
                {t('state.doNotDisturb')}
                <small>{t('state.doNotDisturbAbout')}</small>
              </span>
              {mark(quiet)}
            </MenuItem>
          </MenuSection>
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
