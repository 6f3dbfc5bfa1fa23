// The desk's frame: rail, bar, and in the middle whatever the moment asks for. Which one follows from the state alone.
import { useCallback, useRef, useState } from 'react';
import { useShallow } from 'zustand/shallow';
import type { MissingPart } from '#shared/model/wrapUp';
import { useCommand } from '../commands/useCommand.ts';
import { Announcer } from '../features/announce/Announcer.tsx';
import { ArrivalCard } from '../features/arrival/ArrivalCard.tsx';
import { StateAvatar } from '../features/availability/StateAvatar.tsx';
import { StatePill } from '../features/availability/StatePill.tsx';
import { Helping } from '../features/board/Helping.tsx';
import { CallBar } from '../features/call/CallBar.tsx';
import { ChatAnnouncer } from '../features/chat/ChatAnnouncer.tsx';
import { WaitingChats } from '../features/chat/WaitingChats.tsx';
import { HandoverNote } from '../features/handover/HandoverNote.tsx';
import { PlaceLink } from '../features/links/PlaceLink.tsx';
import { Listened } from '../features/listening/Listened.tsx';
import { Listening } from '../features/listening/Listening.tsx';
import { BreakLine } from '../features/myDay/BreakLine.tsx';
import { BreathOffer } from '../features/myDay/BreathOffer.tsx';
import { RingingCallback } from '../features/myDay/RingingCallback.tsx';
import { NewsNotice } from '../features/news/NewsNotice.tsx';
import { Notices } from '../features/notices/Notices.tsx';
import { SignInAgain } from '../features/notices/SignInAgain.tsx';
import { ParkedCalls } from '../features/parking/ParkedCalls.tsx';
import { Rail } from '../features/rail/Rail.tsx';
import { Palette } from '../features/search/Palette.tsx';
import { useDocking } from '../features/settings/useDocking.ts';
import { UndoFloat } from '../features/undo/UndoFloat.tsx';
import { WrapUpBar } from '../features/wrapUp/WrapUpBar.tsx';
import { drawPage, railPages } from '../pages.tsx';
import { drawSheet } from '../sheets.tsx';
import { lineupOf } from '../store/lineup.ts';
import { currentInteractionId, ringingCalls, workstationOf } from '../store/selectors.ts';
import { useDeskSelection, useDeskState, useIntents } from '../store/useDesk.ts';
import { useOutOfTheWay } from '../ui/focus.ts';
import { useRegions } from '../ui/regions.ts';
import { useWords } from '../ui/words.tsx';
import { ArrivalScreen } from './ArrivalScreen.tsx';
import { InteractionScreen } from './InteractionScreen.tsx';
import { WaitScreen } from './WaitScreen.tsx';

const nothingMissing: readonly MissingPart[] = [];

export function DeskScreen() {
  const { t } = useWords();
  const { show, openSheet, popOut, zoom } = useIntents();
  const searchField = useRef<HTMLInputElement>(null);
  const [signInAgain, setSignInAgain] = useState(false);
  const [refused, setRefused] = useState<{ id: string; parts: readonly MissingPart[] }>({ id: '', parts: [] });

  const workstation = useDeskState(workstationOf);
  const page = useDeskState((state) => state.page);
  const link = useDeskState((state) => state.main?.link ?? null);
  // What a link asks comes before what the agent had open, which is there again after it.
  const sheet = useDeskState((state) => (state.main?.link == null ? state.sheet : 'dial'));
  const current = useDeskState(currentInteractionId);
  const lineup = useDeskSelection((state) => lineupOf(state.phone));
  const ringing = useDeskState(useShallow(ringingCalls));

  const barSearch = current === null;
  const alone = current === null && page.kind === 'desk' ? (ringing[0] ?? null) : null;
  const beside = ringing.filter((each) => each !== alone);
  const missing = refused.id === current ? refused.parts : nothingMissing;

  const search = useCallback(() => {
    if (barSearch) searchField.current?.focus();
    else openSheet('search');
  }, [barSearch, openSheet]);
  useCommand('search', search);
  useCommand('commands', () => openSheet('commands'));
  useCommand('breathe', () => openSheet('breathing'), { enabled: lineup === null });
  useCommand('news', () => show({ kind: 'news' }));
  useCommand('breach', () => show({ kind: 'breach' }));
  useCommand('signOut', () => show({ kind: 'settings', leaving: true }), { enabled: lineup === null });
  // Main hears their keys before this page does.
  useCommand('zoomIn', () => void zoom('in'), { keyed: false });
  useCommand('zoomOut', () => void zoom('out'), { keyed: false });
  useCommand('zoomUsual', () => void zoom('usual'), { keyed: false });
  useCommand('lineCheck', () => show({ kind: 'lineCheck' }), { enabled: lineup === null });
  useCommand('popOut', () => void popOut(), { enabled: lineup === null && ringing.length > 0 });
  const goToPart = useRegions();
  useCommand('nextPart', () => goToPart(1));
  useCommand('previousPart', () => goToPart(-1));
  useDocking();
  const floats = useOutOfTheWay();

  function middle() {
    if (page.kind !== 'desk') return drawPage(page);
    if (current !== null) return <InteractionScreen key={current} id={current} missing={missing} />;
    if (alone !== null) return <ArrivalScreen key={alone.id} call={alone} />;
    return <WaitScreen />;
  }

  function bar() {
    if (lineup !== null) return <CallBar lineup={lineup} />;
    if (current !== null && page.kind !== 'chats')
      return (
        <>
          <StatePill />
          <WrapUpBar
            key={current}
            id={current}
            missing={missing}
            onMissing={(parts) => setRefused({ id: current, parts })}
          />
        </>
      );
    return (
      <>
        <StatePill />
        <Palette place="bar" inputRef={searchField} />
        <span className="grow" />
        {workstation === null ? null : (
          <p className="bar-line num">
            {workstation.company.name} · {t('arrival.internal')} <b>{workstation.extension}</b>
          </p>
        )}
      </>
    );
  }

  return (
    <div className="app">
      <div className="banners">
        {workstation?.company.practice === true ? (
          <aside className="practice-banner" aria-label={t('practice.label')} data-testid="practice-banner">
            {t('practice.banner')}
          </aside>
        ) : null}
        <Listened />
      </div>
      <Listening />
      <Helping />
      <Rail pages={railPages} onSearch={search} state={lineup === null ? null : <StateAvatar />} />
      <header className="bar" data-region="">
        {bar()}
      </header>
      <main className="stage" tabIndex={-1} data-focus-rest="" data-region="" inert={sheet !== 'none'}>
        {middle()}
      </main>
      <div ref={floats} className="floats" data-region="">
        {beside.map((each) => (
          <ArrivalCard
            key={each.id}
            call={each}
            // One key answers one call: the one that has rung longest.
            withKeys={each === ringing[0]}
            inFront={lineup?.front ?? null}
            handover={<HandoverNote id={each.interactionId} />}
          />
        ))}
        <RingingCallback />
        <BreathOffer />
        <BreakLine />
        <WaitingChats />
        <ParkedCalls />
        <NewsNotice />
        <PlaceLink pages={railPages} />
        <UndoFloat />
        <Notices onSignInAgain={() => setSignInAgain(true)} />
      </div>
      {drawSheet(sheet, { lineup, workstation, current, link })}
      {signInAgain ? <SignInAgain onClose={() => setSignInAgain(false)} /> : null}
      <Announcer />
      <ChatAnnouncer />
    </div>
  );
}
