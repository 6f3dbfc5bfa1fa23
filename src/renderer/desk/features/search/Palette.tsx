// One field for everything: customers, cases and procedures as they are found, and what can be done just now, by its name in either language. A ">" before
// the words, or a key of its own, leaves the commands alone; a number that is typed can be called.
import {
  BookUser,
  CircleDot,
  Compass,
  FileChartColumn,
  FolderOpen,
  Headset,
  type LucideIcon,
  MessageSquareText,
  MessagesSquare,
  Palette as Paint,
  PenLine,
  Phone,
  PhoneForwarded,
  PhoneIncoming,
  Users,
} from 'lucide-react';
import { type Ref, useState } from 'react';
import { flushSync } from 'react-dom';
import { toDialable } from '#shared/model/dialable';
import { formatNumber } from '#shared/model/phoneNumber';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { FindBox, type FoundRow } from '../../ui/FindBox.tsx';
import { Kbd } from '../../ui/Kbd.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { useWords } from '../../ui/words.tsx';
import { rankCommands } from './rankCommands.ts';
import { useCustomers } from './useCustomers.tsx';
import { type OfferKind, useOffers } from './useOffers.ts';
import { useThings } from './useThings.tsx';

const commandSign = '>';
/** Before anything is typed; beside customers; alone with what was typed. */
const shown = { before: 6, beside: 3, alone: 8 };

interface PaletteProps {
  /** In the bar, or over a conversation. */
  readonly place: 'bar' | 'sheet';
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly commandsAlone?: boolean;
}

const icons: Readonly<Record<OfferKind, LucideIcon>> = {
  ringing: PhoneIncoming,
  callbackDue: PhoneIncoming,
  call: Headset,
  consult: Headset,
  conference: Users,
  conversation: MessageSquareText,
  chat: MessagesSquare,
  customer: BookUser,
  case: FolderOpen,
  letter: PenLine,
  report: FileChartColumn,
  transfer: PhoneForwarded,
  favourite: PhoneForwarded,
  desk: Compass,
  state: CircleDot,
  look: Paint,
};

function commandRow(id: string, Icon: LucideIcon, name: string, chord: string | null, take: () => void): FoundRow {
  return {
    id,
    className: 'command-row',
    data: { 'data-testid': 'command', 'data-command': id },
    take,
    children: (
      <>
        <Icon aria-hidden="true" />
        <span className="command-name">{name}</span>
        {chord === null ? null : <Kbd chord={chord} quiet />}
      </>
    ),
  };
}

export function Palette({ place, inputRef, commandsAlone = false }: PaletteProps) {
  const { t } = useWords();
  const { show, openSheet, commandUsed } = useIntents();
  const [typed, setTyped] = useState(commandsAlone ? commandSign : '');
  const alone = typed.trimStart().startsWith(commandSign);
  const text = alone ? typed.trimStart().slice(commandSign.length) : typed;
  const isEmpty = text.trim() === '';
  const customers = useCustomers(alone ? '' : typed, ({ customer }) => show({ kind: 'customer', id: customer.id }));
  const { sections: things, isComing } = useThings(alone ? '' : typed);
  // In the bar it is there all day, and closed: what could be done is gathered when it opens.
  const [isOpen, setOpen] = useState(place === 'sheet');
  const offers = useOffers(isOpen);
  const used = useDeskState((state) => state.usedCommands);
  const registered = useDeskState((state) => state.phone?.registration.kind === 'registered');
  const number = alone || !registered ? null : toDialable(text);

  /** First what is over the desk goes, so that what is behind it can be reached again. */
  function carryOut(run: () => void) {
    if (place === 'sheet') flushSync(() => openSheet('none'));
    run();
  }
  const overTheDesk = (row: FoundRow): FoundRow => ({ ...row, take: () => carryOut(row.take) });
  const most = alone
    ? offers.length
    : isEmpty
      ? shown.before
      : customers.none === null || customers.isSearching
        ? shown.beside
        : shown.alone;
  const commands = rankCommands(text, offers, used)
    .slice(0, most)
    .map(({ id, kind, names: [name = ''], chord, run }) =>
      commandRow(id, icons[kind], name, chord, () => {
        commandUsed(id);
        carryOut(run);
      }),
    );
  const calls =
    number === null
      ? []
      : [
          commandRow('call', Phone, t('palette.call', { number: formatNumber(number) }), null, () =>
            carryOut(() => openSheet({ kind: 'dialNumber', number })),
          ),
        ];

  return (
    <FindBox
      placeholder={t('palette.placeholder')}
      label={t('search.results')}
      typed={typed}
      onType={setTyped}
      sections={[
        { id: 'commands', name: t('palette.commands'), rows: [...calls, ...commands] },
        { ...customers.section, rows: alone ? [] : customers.section.rows },
        ...(alone ? [] : things.map((section) => ({ ...section, rows: section.rows.map(overTheDesk) }))),
      ]}
      // Whom the words find comes before what they could mean: no call is ended by a name.
      preferred="customers"
      isSearching={customers.isSearching}
      isComing={isComing}
      none={alone ? <p className="list-empty">{t('palette.none', { text: text.trim() })}</p> : customers.none}
      foot={
        alone ? null : (
          <>
            {!isEmpty && calls.length + commands.length > 0 ? customers.none : null}
            <p className="find-foot" aria-hidden="true">
              <Kbd chord={commandSign} quiet /> <Kbd command="commands" quiet /> {t('palette.only')}
            </p>
          </>
        )
      }
      openWhenEmpty
      {...(place === 'bar' && { onFocused: setOpen })}
      results={place === 'bar' ? 'floating' : 'inline'}
      testId="search-input"
      {...(place === 'bar' ? { command: 'search' } : { firstFocus: true, inSheet: true })}
      {...(inputRef !== undefined && { inputRef })}
    />
  );
}

export function PaletteSheet({ commandsAlone }: { readonly commandsAlone: boolean }) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  return (
    <Sheet label={t('palette.title')} onClose={() => openSheet('none')} testId="palette">
      <Palette place="sheet" commandsAlone={commandsAlone} />
    </Sheet>
  );
}
