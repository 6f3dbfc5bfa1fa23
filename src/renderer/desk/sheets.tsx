// What opens over the desk. A sheet is its component, its kind in the desk's state, and a row here.
import type { ReactNode } from 'react';
import type { DeskWorkstation } from '#shared/contract/deskData';
import type { MainState } from '#shared/contract/main';
import type { InteractionId } from '#shared/model/ids';
import { CallbackSheet } from './features/callback/CallbackSheet.tsx';
import { RegisterSheet } from './features/cases/RegisterSheet.tsx';
import { RemindSheet } from './features/cases/RemindSheet.tsx';
import { PassSheet } from './features/chat/PassSheet.tsx';
import { ConsentSheet } from './features/consents/ConsentSheet.tsx';
import { AttachmentsSheet } from './features/customer/AttachmentsSheet.tsx';
import { DelegationsSheet } from './features/customer/DelegationsSheet.tsx';
import { FieldHistory } from './features/customer/FieldHistory.tsx';
import { NeedsSheet } from './features/customer/NeedsSheet.tsx';
import { Timeline } from './features/customer/Timeline.tsx';
import { DialSheet } from './features/dial/DialSheet.tsx';
import { BreathingSheet } from './features/myDay/BreathingSheet.tsx';
import { PaletteSheet } from './features/search/Palette.tsx';
import { TransferSheet } from './features/transfer/TransferSheet.tsx';
import type { AboutSheet, DeskState } from './store/deskState.ts';
import type { Lineup } from './store/lineup.ts';

/** What lies beneath a sheet, for those that are about it. */
interface Beneath {
  readonly lineup: Lineup | null;
  readonly workstation: DeskWorkstation | null;
  /** The contact in front of the agent. */
  readonly current: InteractionId | null;
  /** What asks for a number to be called. */
  readonly link: MainState['link'];
}

type PlainSheet = Exclude<DeskState['sheet'], AboutSheet | 'none'>;

type Sheets = { readonly [Kind in PlainSheet]: (beneath: Beneath) => ReactNode } & {
  readonly [Kind in AboutSheet['kind']]: (
    sheet: Extract<AboutSheet, { readonly kind: Kind }>,
    beneath: Beneath,
  ) => ReactNode;
};

const sheets: Sheets = {
  transfer: ({ lineup, workstation }) =>
    lineup === null || workstation === null ? null : <TransferSheet call={lineup.front} workstation={workstation} />,
  dial: ({ lineup, link }) => (
    <DialSheet key={link?.id ?? 0} asked={link?.number ?? null} inFront={lineup?.front ?? null} />
  ),
  callback: ({ current }) => (current === null ? null : <CallbackSheet key={current} id={current} />),
  breathing: () => <BreathingSheet />,
  search: () => <PaletteSheet key="all" commandsAlone={false} />,
  commands: () => <PaletteSheet key="commands" commandsAlone />,
  dialNumber: ({ number }, { lineup }) => (
    <DialSheet key={number} asked={null} typedBefore={number} inFront={lineup?.front ?? null} />
  ),
  consents: ({ id }) => <ConsentSheet key={id} id={id} />,
  fieldHistory: ({ id, field }) => <FieldHistory id={id} field={field} />,
  needs: ({ id }) => <NeedsSheet id={id} />,
  delegations: ({ id }) => <DelegationsSheet id={id} />,
  timeline: ({ id, show }) => <Timeline id={id} show={show} />,
  registerCase: ({ id, from }) => <RegisterSheet key={from ?? id} id={id} from={from} />,
  remindCase: ({ found }, { current }) => <RemindSheet key={found.id} found={found} current={current} />,
  passChat: ({ id }) => <PassSheet key={id} id={id} />,
  attachments: (sheet) => <AttachmentsSheet {...sheet} />,
};

export function drawSheet(sheet: DeskState['sheet'], beneath: Beneath): ReactNode {
  if (sheet === 'none') return null;
  if (typeof sheet === 'string') return sheets[sheet](beneath);
  const draw = sheets[sheet.kind] as (sheet: AboutSheet, beneath: Beneath) => ReactNode;
  return draw(sheet, beneath);
}
