// Who waits, the longest first: the lead moves them to another queue or takes them.
import { PhoneIncoming } from 'lucide-react';
import { Menu, Button as MenuButton, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { queueIdSchema } from '#shared/model/ids';
import { formatNumber } from '#shared/model/phoneNumber';
import type { WaitingCaller } from '#shared/protocol/board';
import { queueName } from '../../store/callerWords.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { since, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

export function WaitingCallers({ callers }: { readonly callers: readonly WaitingCaller[] }) {
  const { t, language } = useWords();
  const { moveCaller, takeCaller } = useIntents();
  const workstation = useDeskState(workstationOf);
  const current = useDeskState((state) => state.data?.boards.current ?? false);
  const now = useNow();
  return (
    <section className="section">
      <SectionTitle right={callers.length}>{t('board.callers')}</SectionTitle>
      {callers.length === 0 ? <p className="sub faint">{t('board.noCallers')}</p> : null}
      <ul>
        {callers.map(({ id, queueId, since: from, number }) => (
          <li key={id} className="item" data-testid="waiting-caller">
            <PhoneIncoming aria-hidden="true" />
            <strong className="num">{number === null ? t('arrival.withheld') : formatNumber(number)}</strong>
            <span className="item-when num">{wait(since(from, now))}</span>
            <p>{queueName(queueId, workstation, language)}</p>
            <div className="item-actions">
              <MenuTrigger>
                <MenuButton className="btn plain small" isDisabled={!current} data-testid="move-caller">
                  {t('board.move')}
                </MenuButton>
                <Popover className="popover menu-popover" placement="bottom end" offset={6}>
                  <Menu
                    className="menu"
                    aria-label={t('board.moveTo')}
                    onAction={(queue) => void moveCaller(id, queueIdSchema.parse(queue))}
                  >
                    {(workstation?.queues ?? [])
                      .filter((queue) => queue.id !== queueId)
                      .map((queue) => (
                        <MenuItem key={queue.id} id={queue.id} className="menu-item" data-testid="move-to">
                          {queue.name[language]}
                        </MenuItem>
                      ))}
                  </Menu>
                </Popover>
              </MenuTrigger>
              <Button
                look="ghost"
                size="small"
                disabled={!current}
                onClick={() => void takeCaller(id)}
                data-testid="take-caller"
              >
                {t('board.take')}
              </Button>
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
