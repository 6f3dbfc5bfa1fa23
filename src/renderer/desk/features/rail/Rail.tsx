// The rail at the left: where to go, what is still to be sent, who is signed in.
import {
  ChartColumn,
  CloudCheck,
  CloudOff,
  CloudUpload,
  Headset,
  Phone,
  PhoneMissed,
  PhoneOutgoing,
  Search,
  Settings,
} from 'lucide-react';
import { useShallow } from 'zustand/shallow';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useWords } from '../../store/useDesk.ts';
import { ariaShortcut, useKey } from '../../ui/keys.ts';
import { initials } from '../../ui/text.ts';
import { clock } from '../../ui/time.ts';

function OutboxCount() {
  const { t, language } = useWords();
  const [waiting, setAside, offlineSince] = useDeskState(
    useShallow(({ data }) => [
      data?.sync.outbox.waiting ?? 0,
      data?.sync.outbox.setAside ?? 0,
      data?.sync.link.kind === 'offline' ? data.sync.link.sinceAt : null,
    ]),
  );
  const Icon = offlineSince !== null ? CloudOff : waiting > 0 ? CloudUpload : CloudCheck;
  const words = [
    ...(offlineSince === null ? [] : [t('sync.offline', { time: clock(offlineSince, language) })]),
    waiting > 0 ? t('sync.outboxCount', { waiting }) : t('sync.outboxEmpty'),
    ...(setAside > 0 ? [t('sync.setAsideCount', { count: setAside })] : []),
  ].join('. ');
  return (
    <output
      className={`outbox ${offlineSince === null ? '' : 'offline'}`}
      title={words}
      aria-label={words}
      data-testid="outbox-count"
      data-waiting={waiting}
      data-set-aside={setAside}
    >
      <Icon aria-hidden="true" />
      <span className="num" aria-hidden="true">
        {waiting === 0 ? '' : waiting}
      </span>
    </output>
  );
}

const dialChord = 'Alt+N';
const lostChord = 'Alt+L';
const boardChord = 'Alt+O';

function Badge({ count }: { readonly count: number }) {
  return count === 0 ? null : (
    <span className="badge num" aria-hidden="true">
      {count}
    </span>
  );
}

/** Lost calls, with how many nobody has taken yet. */
function LostCalls({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useWords();
  const { show } = useIntents();
  const heard = useDeskState((state) => (state.data?.boards.lostCalls ?? null) !== null);
  const waiting = useDeskState(
    (state) => state.data?.boards.lostCalls?.lostCalls.filter((call) => call.state.kind === 'open').length ?? 0,
  );
  const toggle = () => show({ kind: isOpen ? 'desk' : 'lostCalls' });
  useKey(lostChord, toggle, { enabled: heard || isOpen });
  if (!heard && !isOpen) return null;
  const words = waiting === 0 ? t('lost.title') : t('lost.count', { count: waiting });
  return (
    <button
      type="button"
      className={isOpen ? 'on' : ''}
      aria-label={words}
      title={`${words} (Alt L)`}
      aria-current={isOpen ? 'page' : undefined}
      aria-keyshortcuts={ariaShortcut(lostChord)}
      onClick={toggle}
      data-testid="lost-calls"
      data-waiting={waiting}
    >
      <PhoneMissed aria-hidden="true" />
      <Badge count={waiting} />
    </button>
  );
}

/** The lead's board, with how many agents ask for help. */
function BoardButton({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useWords();
  const { show } = useIntents();
  const asking = useDeskState(
    ({ data }) => data?.boards.help?.help.filter(({ state }) => state.kind === 'open').length ?? 0,
  );
  const toggle = () => show({ kind: isOpen ? 'desk' : 'board' });
  useKey(boardChord, toggle);
  const words = asking === 0 ? t('board.title') : `${t('board.title')}. ${t('board.asking', { count: asking })}`;
  return (
    <button
      type="button"
      className={isOpen ? 'on' : ''}
      aria-label={words}
      title={`${words} (Alt O)`}
      aria-current={isOpen ? 'page' : undefined}
      aria-keyshortcuts={ariaShortcut(boardChord)}
      onClick={toggle}
      data-testid="board"
    >
      <ChartColumn aria-hidden="true" />
      <Badge count={asking} />
    </button>
  );
}

export function Rail({ onSearch }: { readonly onSearch: () => void }) {
  const { t } = useWords();
  const { show, openSheet } = useIntents();
  const sheet = useDeskState((state) => state.sheet);
  const page = useDeskState((state) => state.page.kind);
  const agent = useDeskState((state) => workstationOf(state)?.agent.name ?? '');
  const openSettings = () => show({ kind: page === 'settings' ? 'desk' : 'settings' });
  const isLead = useDeskState((state) => workstationOf(state)?.agent.role === 'lead');
  useKey('Ctrl+,', openSettings);
  useKey(dialChord, () => openSheet(sheet === 'dial' ? 'none' : 'dial'));
  return (
    <nav className="rail" aria-label={t('app.name')}>
      <span className="logo">
        <Phone aria-hidden="true" />
      </span>
      <button
        type="button"
        className={page === 'desk' ? 'on' : ''}
        aria-label={t('actions.desk')}
        title={t('actions.desk')}
        aria-current={page === 'desk' ? 'page' : undefined}
        onClick={() => show({ kind: 'desk' })}
      >
        <Headset aria-hidden="true" />
      </button>
      <button
        type="button"
        className={page === 'customer' ? 'on' : ''}
        aria-label={t('search.label')}
        title={`${t('search.label')} (Ctrl K)`}
        aria-keyshortcuts={ariaShortcut('Ctrl+K')}
        onClick={onSearch}
      >
        <Search aria-hidden="true" />
      </button>
      <button
        type="button"
        aria-label={t('dial.title')}
        title={`${t('dial.title')} (Alt N)`}
        aria-keyshortcuts={ariaShortcut(dialChord)}
        onClick={() => openSheet('dial')}
        data-testid="dial"
      >
        <PhoneOutgoing aria-hidden="true" />
      </button>
      <LostCalls isOpen={page === 'lostCalls'} />
      {isLead ? <BoardButton isOpen={page === 'board'} /> : null}
      <span className="grow" />
      <OutboxCount />
      <button
        type="button"
        className={page === 'settings' ? 'on' : ''}
        aria-label={t('actions.settings')}
        title={`${t('actions.settings')} (Ctrl ,)`}
        aria-keyshortcuts={ariaShortcut('Ctrl+,')}
        onClick={openSettings}
        data-testid="settings"
      >
        <Settings aria-hidden="true" />
      </button>
      <span className="avatar" role="img" aria-label={agent} title={agent}>
        {initials(agent)}
      </span>
    </nav>
  );
}
