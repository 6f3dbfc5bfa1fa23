// The agent's state in one capsule, with how long it has lasted and the menu that changes it.
import { BellOff, Check, ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { useShallow } from 'zustand/shallow';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow, useWords } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut, useKey } from '../../ui/keys.ts';
import { since, timer } from '../../ui/time.ts';
import { lookOf } from './look.ts';

export const stateChord = 'Alt+P';

export function StatePill() {
  const { t, language } = useWords();
  const { setWish, setDoNotDisturb } = useIntents();
  const quiet = useDeskState(({ phone }) => phone?.doNotDisturb ?? false);
  const [open, setOpen] = useState(false);
  useKey(stateChord, () => setOpen((was) => !was));

  const look = useDeskState((state) => lookOf(state.phone));
  const [ready, reasonCode, sinceAt] = useDeskState(
    useShallow(({ phone }) => {
      const wish = phone?.availability.wish;
      return [wish?.kind === 'ready', wish?.kind === 'notReady' ? wish.reasonCode : null, phone?.availability.sinceAt];
    }),
  );
  const reasons = useDeskState((state) => workstationOf(state)?.notReadyReasons) ?? [];
  const now = useNow();

  const reason = reasons.find(({ code }) => code === reasonCode)?.labels[language];
  const name = look === 'notReady' && reason !== undefined ? reason : t(`state.${look}`);
  const registered = look !== 'off' && look !== 'connecting' && look !== 'disconnected';
  const mark = (is: boolean) => (is ? <Check aria-hidden="true" className="menu-check" /> : null);

  return (
    <MenuTrigger isOpen={open} onOpenChange={setOpen}>
      <Button
        className={`state ${look}`}
        data-testid="state-pill"
        data-state={look}
        data-registered={registered}
        aria-keyshortcuts={ariaShortcut(stateChord)}
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
      <Popover className="popover menu-popover" placement="bottom start" offset={6}>
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
              <Kbd chord={stateChord} />
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
