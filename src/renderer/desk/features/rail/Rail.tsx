// The rail at the left: where to go, what is still to be sent, who is signed in.
import {
  Cable,
  ChartColumn,
  CloudCheck,
  CloudOff,
  CloudUpload,
  FileUp,
  Headset,
  type LucideIcon,
  Merge,
  Phone,
  PhoneMissed,
  PhoneOutgoing,
  Search,
  Settings,
  ShieldCheck,
  SplitSquareHorizontal,
  Users,
  Voicemail,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/shallow';
import { may } from '#shared/model/role';
import { chordOf, type KeyedCommandId } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { lineupOf } from '../../store/lineup.ts';
import { toCallNow, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow, useWords } from '../../store/useDesk.ts';
import { ariaShortcut, withChord } from '../../ui/keys.ts';
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

interface RailButtonProps {
  readonly icon: LucideIcon;
  readonly words: string;
  /** Its key is shown and told; whoever draws the button carries it out. */
  readonly command?: KeyedCommandId;
  /** It stands for the page that is on the screen. */
  readonly isOn?: boolean;
  /** How many wait there; null: some, nobody knows how many. */
  readonly count?: number | null;
  readonly isDisabled?: boolean;
  /** The icon is low and wide: the count stands above it. */
  readonly isLow?: boolean;
  readonly onPress: () => void;
  readonly testId?: string;
}

function RailButton({ icon: Icon, words, command, isOn = false, count = 0, onPress, testId, ...is }: RailButtonProps) {
  return (
    <button
      type="button"
      className={isOn ? 'on' : is.isLow === true ? 'low' : ''}
      aria-label={words}
      title={command === undefined ? words : withChord(words, chordOf(command))}
      aria-current={isOn ? 'page' : undefined}
      aria-keyshortcuts={command === undefined ? undefined : ariaShortcut(chordOf(command))}
      disabled={is.isDisabled}
      onClick={onPress}
      data-testid={testId}
      data-count={count ?? 'some'}
    >
      <Icon aria-hidden="true" />
      {count === 0 ? null : (
        <span className="badge num" aria-hidden="true">
          {count ?? '•'}
        </span>
      )}
    </button>
  );
}

/** The agent's mailbox, with how many messages are new; not there as long as the PBX has said nothing of one. */
function Messages() {
  const { t } = useWords();
  const { callVoicemail } = useIntents();
  const kind = useDeskState((state) => state.phone?.voiceMessages.kind ?? 'unknown');
  const fresh = useDeskState(({ phone }) =>
    phone?.voiceMessages.kind === 'counted' ? phone.voiceMessages.fresh : null,
  );
  const isBusy = useDeskState((state) => lineupOf(state.phone) !== null);
  const call = () => void callVoicemail();
  useCommand('voicemail', call, { enabled: kind !== 'unknown' && !isBusy });
  if (kind === 'unknown') return null;
  const count =
    fresh === null ? t('voicemail.some') : fresh === 0 ? t('voicemail.none') : t('voicemail.count', { count: fresh });
  return (
    <RailButton
      icon={Voicemail}
      words={`${count}. ${t('voicemail.listen')}`}
      command="voicemail"
      count={fresh}
      isDisabled={isBusy}
      isLow
      onPress={call}
      testId="voicemail"
    />
  );
}

/** Whom to call back, with how many of them are to be called now. */
function ToCall({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useWords();
  const { show } = useIntents();
  const now = useNow();
  const heard = useDeskState(({ data }) => data?.boards.lostCalls != null || data?.boards.callbacks != null);
  const waiting = useDeskState((state) => toCallNow(state, now));
  const toggle = () => show({ kind: isOpen ? 'desk' : 'toCall' });
  useCommand('toCall', toggle, { enabled: heard || isOpen });
  if (!heard && !isOpen) return null;
  return (
    <RailButton
      icon={PhoneMissed}
      words={waiting === 0 ? t('toCall.title') : t('toCall.count', { count: waiting })}
      command="toCall"
      isOn={isOpen}
      count={waiting}
      onPress={toggle}
      testId="to-call"
    />
  );
}

/** The lead's board, with how many agents ask for help. */
function Board({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useWords();
  const { show } = useIntents();
  const asking = useDeskState(
    ({ data }) => data?.boards.help?.help.filter(({ state }) => state.kind === 'open').length ?? 0,
  );
  const toggle = () => show({ kind: isOpen ? 'desk' : 'board' });
  useCommand('board', toggle);
  return (
    <RailButton
      icon={ChartColumn}
      words={asking === 0 ? t('board.title') : `${t('board.title')}. ${t('board.asking', { count: asking })}`}
      command="board"
      isOn={isOpen}
      count={asking}
      onPress={toggle}
      testId="board"
    />
  );
}

/** What was set aside, as long as there is some of it. */
function ToReview({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useWords();
  const { show } = useIntents();
  const count = useDeskState(({ data }) => data?.sync.outbox.setAside ?? 0);
  const isThere = count > 0 || isOpen;
  const toggle = () => show({ kind: isOpen ? 'desk' : 'conflicts' });
  useCommand('conflicts', toggle, { enabled: isThere });
  if (!isThere) return null;
  return (
    <RailButton
      icon={SplitSquareHorizontal}
      words={count === 0 ? t('conflicts.title') : t('sync.setAsideCount', { count })}
      command="conflicts"
      isOn={isOpen}
      count={count}
      onPress={toggle}
      testId="to-review"
    />
  );
}

/** Customers who may be one and the same, for who may merge them. */
function Duplicates({ isOpen }: { readonly isOpen: boolean }) {
  const { t } = useWords();
  const { show } = useIntents();
  const toggle = () => show(isOpen ? { kind: 'desk' } : { kind: 'duplicates', of: null });
  useCommand('duplicates', toggle);
  return (
    <RailButton
      icon={Merge}
      words={t('duplicates.title')}
      command="duplicates"
      isOn={isOpen}
      onPress={toggle}
      testId="duplicates"
    />
  );
}

interface RailProps {
  readonly onSearch: () => void;
  /** The agent's state, where the bar has no room for it. */
  readonly state: ReactNode;
}

export function Rail({ onSearch, state }: RailProps) {
  const { t } = useWords();
  const { show, openSheet } = useIntents();
  const sheet = useDeskState((state) => state.sheet);
  const page = useDeskState((state) => state.page.kind);
  const agent = useDeskState((state) => workstationOf(state)?.agent.name ?? '');
  const openSettings = () => show({ kind: page === 'settings' ? 'desk' : 'settings' });
  const isLead = useDeskState((state) => may(workstationOf(state)?.agent.role ?? 'agent', 'leadTeam'));
  const mayImport = useDeskState((state) => may(workstationOf(state)?.agent.role ?? 'agent', 'importCustomers'));
  const mayManageAccounts = useDeskState((state) => may(workstationOf(state)?.agent.role ?? 'agent', 'manageAccounts'));
  const mayManageConnectors = useDeskState((state) =>
    may(workstationOf(state)?.agent.role ?? 'agent', 'manageConnectors'),
  );
  const isOfficer = useDeskState((state) => may(workstationOf(state)?.agent.role ?? 'agent', 'handlePrivacy'));
  const mayMerge = useDeskState((state) => may(workstationOf(state)?.agent.role ?? 'agent', 'mergeCustomers'));
  useCommand('settings', openSettings);
  useCommand('dial', () => openSheet(sheet === 'dial' ? 'none' : 'dial'));
  return (
    <nav className="rail" aria-label={t('app.name')} data-region="">
      <span className="logo">
        <Phone aria-hidden="true" />
      </span>
      <RailButton
        icon={Headset}
        words={t('actions.desk')}
        isOn={page === 'desk'}
        onPress={() => show({ kind: 'desk' })}
      />
      <RailButton
        icon={Search}
        words={t('search.label')}
        command="search"
        isOn={page === 'customer'}
        onPress={onSearch}
      />
      <RailButton
        icon={PhoneOutgoing}
        words={t('dial.title')}
        command="dial"
        onPress={() => openSheet('dial')}
        testId="dial"
      />
      <Messages />
      <ToCall isOpen={page === 'toCall'} />
      <ToReview isOpen={page === 'conflicts'} />
      {isLead ? <Board isOpen={page === 'board'} /> : null}
      {mayMerge ? <Duplicates isOpen={page === 'duplicates'} /> : null}
      {mayImport ? (
        <RailButton
          icon={FileUp}
          words={t('imports.title')}
          isOn={page === 'imports'}
          onPress={() => show({ kind: page === 'imports' ? 'desk' : 'imports' })}
          testId="imports"
        />
      ) : null}
      {mayManageAccounts ? (
        <RailButton
          icon={Users}
          words={t('accounts.title')}
          isOn={page === 'accounts'}
          onPress={() => show({ kind: page === 'accounts' ? 'desk' : 'accounts' })}
          testId="accounts"
        />
      ) : null}
      {mayManageConnectors ? (
        <RailButton
          icon={Cable}
          words={t('connectors.title')}
          isOn={page === 'connectors'}
          onPress={() => show({ kind: page === 'connectors' ? 'desk' : 'connectors' })}
          testId="connectors"
        />
      ) : null}
      {isOfficer ? (
        <RailButton
          icon={ShieldCheck}
          words={t('privacy.title')}
          isOn={page === 'privacy'}
          onPress={() => show({ kind: page === 'privacy' ? 'desk' : 'privacy' })}
          testId="privacy"
        />
      ) : null}
      <span className="grow" />
      <OutboxCount />
      <RailButton
        icon={Settings}
        words={t('actions.settings')}
        command="settings"
        isOn={page === 'settings'}
        onPress={openSettings}
        testId="settings"
      />
      {state ?? (
        <span className="avatar" role="img" aria-label={agent} title={agent}>
          {initials(agent)}
        </span>
      )}
    </nav>
  );
}
