// The pages: what stands in the middle of the desk, and how the rail leads there. A new page is one row here, one kind in `store/deskState.ts`
// and, where the rail leads to it, one row in `commands/table.ts`.
import {
  BookOpen,
  Cable,
  ChartColumn,
  ChartLine,
  FileChartColumn,
  FileUp,
  FolderOpen,
  ListChecks,
  Merge,
  MessagesSquare,
  PhoneMissed,
  Settings,
  ShieldCheck,
  SplitSquareHorizontal,
  Sun,
  Users,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { AccountsPage } from './features/accounts/AccountsPage.tsx';
import { BoardPage } from './features/board/BoardPage.tsx';
import { CasesPage } from './features/cases/CasesPage.tsx';
import { ConflictsPage } from './features/conflicts/ConflictsPage.tsx';
import { ConnectorsPage } from './features/connectors/ConnectorsPage.tsx';
import { DuplicatesPage } from './features/duplicates/DuplicatesPage.tsx';
import { FiguresPage } from './features/figures/FiguresPage.tsx';
import { ReportsPage } from './features/figures/ReportsPage.tsx';
import { ImportsPage } from './features/imports/ImportsPage.tsx';
import { KnowledgePage } from './features/knowledge/KnowledgePage.tsx';
import { CaseLetters } from './features/letters/CaseLetters.tsx';
import { LetterPage } from './features/letters/LetterPage.tsx';
import { LineCheckPage } from './features/lineCheck/LineCheckPage.tsx';
import { ListsPage } from './features/lists/ListsPage.tsx';
import { MyDayPage } from './features/myDay/MyDayPage.tsx';
import { NewsPage } from './features/news/NewsPage.tsx';
import { BreachPage } from './features/privacy/BreachPage.tsx';
import { PrivacyPage } from './features/privacy/PrivacyPage.tsx';
import type { RailPage } from './features/rail/Rail.tsx';
import { SettingsPage } from './features/settings/SettingsPage.tsx';
import { ToCallPage } from './features/toCall/ToCallPage.tsx';
import { ChatsScreen } from './screens/ChatsScreen.tsx';
import { CustomerScreen } from './screens/CustomerScreen.tsx';
import { chatsNow } from './store/chats.ts';
import type { DeskState, Page } from './store/deskState.ts';
import { toCallNow } from './store/selectors.ts';

/** The desk itself is no page: what stands there follows from the calls. */
type DrawnPage = Exclude<Page, { readonly kind: 'desk' }>;

const setAside = ({ data }: DeskState): number => data?.sync.outbox.setAside ?? 0;

interface PageRow<Kind extends DrawnPage['kind']> {
  readonly draw: (page: Extract<DrawnPage, { readonly kind: Kind }>) => ReactNode;
  readonly rail?: RailPage;
}

/** In the order of the rail. */
const pages: { readonly [Kind in DrawnPage['kind']]: PageRow<Kind> } = {
  customer: { draw: ({ id }) => <CustomerScreen id={id} /> },
  toCall: {
    draw: () => <ToCallPage />,
    rail: {
      opens: { kind: 'toCall' },
      icon: PhoneMissed,
      isThere: ({ data }) => data?.boards.lostCalls != null || data?.boards.callbacks != null,
      count: toCallNow,
      countWords: (t, count) => t('toCall.count', { count }),
    },
  },
  knowledge: {
    draw: ({ open }) => <KnowledgePage open={open} />,
    rail: { opens: { kind: 'knowledge', open: null }, icon: BookOpen },
  },
  chats: {
    draw: () => <ChatsScreen />,
    rail: {
      opens: { kind: 'chats', open: null },
      icon: MessagesSquare,
      isThere: ({ data }) => data?.chats != null,
      count: chatsNow,
      countWords: (t, count) => t('chat.count', { count }),
    },
  },
  cases: {
    draw: ({ open, find }) => (
      <CasesPage key={find} open={open} find={find} letters={(shown) => <CaseLetters shown={shown} />} />
    ),
    rail: {
      opens: { kind: 'cases', open: null },
      icon: FolderOpen,
      count: ({ toConfirm }) => toConfirm.cases,
      countWords: (t, count) => `${t('commands.cases')}. ${t('cases.waitForYou', { count })}`,
    },
  },
  myDay: {
    draw: () => <MyDayPage />,
    rail: {
      opens: { kind: 'myDay' },
      icon: Sun,
      count: ({ data }) => data?.boards.ringing.length ?? 0,
      countWords: (t, count) => t('myDay.ringingCount', { count }),
    },
  },
  letter: { draw: ({ id, caseId }) => <LetterPage key={id} id={id} caseId={caseId} /> },
  board: {
    draw: () => <BoardPage />,
    rail: {
      opens: { kind: 'board' },
      icon: ChartColumn,
      may: 'leadTeam',
      count: ({ data }) => data?.boards.help?.help.filter(({ state }) => state.kind === 'open').length ?? 0,
      countWords: (t, count) => `${t('commands.board')}. ${t('board.asking', { count })}`,
    },
  },
  figures: {
    draw: () => <FiguresPage />,
    rail: { opens: { kind: 'figures' }, icon: ChartLine, may: 'seeFigures' },
  },
  reports: {
    draw: ({ open }) => <ReportsPage open={open} />,
    rail: {
      opens: { kind: 'reports', open: null },
      icon: FileChartColumn,
      may: 'seeFigures',
      count: ({ toConfirm }) => toConfirm.reports,
      countWords: (t, count) => `${t('commands.reports')}. ${t('reports.waitForYou', { count })}`,
    },
  },
  conflicts: {
    draw: () => <ConflictsPage />,
    rail: {
      opens: { kind: 'conflicts' },
      icon: SplitSquareHorizontal,
      isThere: (state) => setAside(state) > 0,
      count: setAside,
      countWords: (t, count) => t('sync.setAsideCount', { count }),
    },
  },
  duplicates: {
    draw: ({ of }) => <DuplicatesPage of={of} />,
    rail: { opens: { kind: 'duplicates', of: null }, icon: Merge, may: 'mergeCustomers' },
  },
  imports: {
    draw: () => <ImportsPage />,
    rail: { opens: { kind: 'imports' }, icon: FileUp, may: 'importCustomers' },
  },
  accounts: {
    draw: () => <AccountsPage />,
    rail: { opens: { kind: 'accounts' }, icon: Users, may: 'manageAccounts' },
  },
  lists: {
    draw: () => <ListsPage />,
    rail: { opens: { kind: 'lists' }, icon: ListChecks, may: 'editLists' },
  },
  connectors: {
    draw: () => <ConnectorsPage />,
    rail: { opens: { kind: 'connectors' }, icon: Cable, may: 'manageConnectors' },
  },
  privacy: {
    draw: () => <PrivacyPage />,
    rail: { opens: { kind: 'privacy' }, icon: ShieldCheck, may: 'handlePrivacy' },
  },
  breach: { draw: () => <BreachPage /> },
  news: { draw: () => <NewsPage /> },
  lineCheck: { draw: () => <LineCheckPage /> },
  settings: {
    draw: ({ leaving = false }) => <SettingsPage leaving={leaving} />,
    rail: { opens: { kind: 'settings' }, icon: Settings, atFoot: true },
  },
};

export const railPages: readonly RailPage[] = Object.values(pages).flatMap(({ rail }) => rail ?? []);

export function drawPage<Kind extends DrawnPage['kind']>(page: Extract<DrawnPage, { readonly kind: Kind }>): ReactNode {
  const kind: Kind = page.kind;
  return pages[kind].draw(page);
}
