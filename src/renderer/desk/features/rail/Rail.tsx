// The rail at the left: where to go (the pages, as they are given to it), what is still to be sent, who is signed in.
import type { TFunction } from 'i18next';
import {
  CloudCheck,
  CloudOff,
  CloudUpload,
  Headset,
  type LucideIcon,
  Phone,
  PhoneOutgoing,
  Search,
  Voicemail,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useShallow } from 'zustand/shallow';
import { type Ability, may } from '#shared/model/role';
import { type CommandId, rowOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import type { DeskState, Page } from '../../store/deskState.ts';
import { lineupOf } from '../../store/lineup.ts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { ariaShortcut, withChord } from '../../ui/keys.ts';
import { initials } from '../../ui/text.ts';
import { localTime } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

function OutboxCount() {
  const { t } = useWords();
  const [waiting, setAside, offlineSince] = useDeskState(
    useShallow(({ data }) => [
      data?.sync.outbox.waiting ?? 0,
      data?.sync.outbox.setAside ?? 0,
      data?.sync.link.kind === 'offline' ? data.sync.link.sinceAt : null,
    ]),
  );
  const Icon = offlineSince !== null ? CloudOff : waiting > 0 ? CloudUpload : CloudCheck;
  const words = [
    ...(offlineSince === null ? [] : [t('sync.offline', { time: localTime(offlineSince) })]),
    waiting > 0 ? t('sync.outboxCount', { waiting }) : t('sync.outboxEmpty'),
    ...(setAside > 0 ? [t('sync.setAsideCount', { count: setAside })] : []),
  ].join('. ');
  return (
    <div
      role="img"
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
    </div>
  );
}

interface RailButtonProps {
  readonly icon: LucideIcon;
  readonly words: string;
  /** Its key is shown and told; whoever draws the button carries it out. */
  readonly command?: CommandId;
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
  const chord = command === undefined ? undefined : rowOf(command).chord;
  return (
    <button
      type="button"
      className={isOn ? 'on' : is.isLow === true ? 'low' : ''}
      aria-label={words}
      title={chord === undefined ? words : withChord(words, chord)}
      aria-current={isOn ? 'page' : undefined}
      aria-keyshortcuts={chord === undefined ? undefined : ariaShortcut(chord)}
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

/** A page that the rail leads to. */
export interface RailPage {
  /** Its command has the same name. */
  readonly opens: Extract<Page, { readonly kind: CommandId }>;
  readonly icon: LucideIcon;
  /** For whom it is; else for everybody. */
  readonly may?: Ability;
  /** Not there as long as nothing is on it; while it is open it is there in any case. */
  readonly isThere?: (state: DeskState, now: number) => boolean;
  /** How many wait there. `now`: milliseconds since the epoch. */
  readonly count?: (state: DeskState, now: number) => number;
  /** Where some wait. */
  readonly countWords?: (t: TFunction, count: number) => string;
  readonly atFoot?: true;
}

function PageButton({ page, isOpen }: { readonly page: RailPage; readonly isOpen: boolean }) {
  const { t } = useWords();
  const { show } = useIntents();
  const { icon, opens, isThere, count, countWords } = page;
  const { kind } = opens;
  const now = useNow(count !== undefined);
  const isHere = useDeskState((state) => isOpen || isThere === undefined || isThere(state, now));
  const waiting = useDeskState((state) => count?.(state, now) ?? 0);
  const toggle = () => show(isOpen ? { kind: 'desk' } : opens);
  useCommand(kind, toggle, { enabled: isHere, offered: !isOpen });
  if (!isHere) return null;
  return (
    <RailButton
      icon={icon}
      words={waiting === 0 || countWords === undefined ? t(`commands.${kind}`) : countWords(t, waiting)}
      command={kind}
      isOn={isOpen}
      count={waiting}
      onPress={toggle}
      testId={kind}
    />
  );
}

interface RailProps {
  /** In their order. */
  readonly pages: readonly RailPage[];
  readonly onSearch: () => void;
  /** The agent's state, where the bar has no room for it. */
  readonly state: ReactNode;
}

export function Rail({ pages, onSearch, state }: RailProps) {
  const { t } = useWords();
  const { show, openSheet } = useIntents();
  const sheet = useDeskState((state) => state.sheet);
  const page = useDeskState((state) => state.page.kind);
  const agent = useDeskState((state) => workstationOf(state)?.agent.name ?? '');
  const role = useDeskState((state) => workstationOf(state)?.agent.role ?? 'agent');
  const mine = pages.filter((each) => each.may === undefined || may(role, each.may));
  const buttons = (atFoot: boolean) =>
    mine
      .filter((each) => (each.atFoot ?? false) === atFoot)
      .map((each) => <PageButton key={each.opens.kind} page={each} isOpen={page === each.opens.kind} />);
  const toDesk = () => show({ kind: 'desk' });
  useCommand('desk', toDesk, { enabled: page !== 'desk' });
  useCommand('dial', () => openSheet(sheet === 'dial' ? 'none' : 'dial'));
  return (
    <nav className="rail" aria-label={t('app.name')} data-region="">
      <span className="logo">
        <Phone aria-hidden="true" />
      </span>
      <RailButton icon={Headset} words={t('actions.desk')} command="desk" isOn={page === 'desk'} onPress={toDesk} />
      <RailButton
        icon={Search}
        words={t('commands.search')}
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
      {buttons(false)}
      <span className="grow" />
      <OutboxCount />
      {buttons(true)}
      {state ?? (
        <span className="avatar" role="img" aria-label={agent} title={agent}>
          {initials(agent)}
        </span>
      )}
    </nav>
  );
}
