// A conversation and its wrap-up, on one screen that does not move: who, the note, what helps now.
import { type ReactNode, useDeferredValue, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import type { InteractionId } from '#shared/model/ids';
import type { MissingPart } from '#shared/model/wrapUp';
import { CallbackButton } from '../features/callback/CallbackButton.tsx';
import { RegisterButton } from '../features/cases/RegisterButton.tsx';
import { Classification } from '../features/classify/Classification.tsx';
import { CallerCustomer } from '../features/customer/CallerCustomer.tsx';
import { WhoLine } from '../features/customer/WhoLine.tsx';
import { DuplicatesHint } from '../features/duplicates/DuplicatesHint.tsx';
import { PhaseBar } from '../features/guide/PhaseBar.tsx';
import { HandoverNote } from '../features/handover/HandoverNote.tsx';
import { Identification } from '../features/identification/Identification.tsx';
import { NoteEditor } from '../features/note/NoteEditor.tsx';
import { Promised } from '../features/promised/Promised.tsx';
import { SearchBox } from '../features/search/SearchBox.tsx';
import { guidanceOf } from '../store/guidance.ts';
import { callOf, knownCustomer, openInteraction } from '../store/selectors.ts';
import { useDeskState, useIntents } from '../store/useDesk.ts';
import { beforeKeys } from '../ui/keys.ts';
import { useColumns } from '../ui/useMedia.ts';
import { useWords } from '../ui/words.tsx';
import { HelpColumn } from './HelpColumn.tsx';

interface InteractionScreenProps {
  readonly id: InteractionId;
  readonly missing: readonly MissingPart[];
  /** What is written to and fro, above the note. */
  readonly conversation?: ReactNode;
}

/** False at first, so that who calls and the note are there at once; the rest follows in slices, or with the first key. */
function useInSlices(): boolean {
  const isDrawn = useDeferredValue(true, false);
  const [isKeyed, setKeyed] = useState(false);
  const isWhole = isDrawn || isKeyed;
  useLayoutEffect(() => (isWhole ? undefined : beforeKeys(() => flushSync(() => setKeyed(true)))), [isWhole]);
  return isWhole;
}

export function InteractionScreen({ id, missing, conversation = null }: InteractionScreenProps) {
  const { t } = useWords();
  const { chooseCustomer, loadCard, openPanel } = useIntents();
  const over = useDeskState(
    (state) => openInteraction(state, id)?.interaction.stage === 'wrapUp' || callOf(state, id)?.phase.kind === 'ended',
  );

  const isWhole = useInSlices();

  // Where there is no room for it, the card is there when it is asked for; or, while nobody is known, in place of what helps. An open panel
  // goes before it.
  const columns = useColumns();
  const nobody = useDeskState((state) => knownCustomer(state, id).by === 'nobody');
  const hasPanel = useDeskState((state) => guidanceOf(state, id).panel !== null);
  const [asked, setAsked] = useState<boolean | null>(null);
  const isCardOpen = columns === 3 || (!hasPanel && (asked ?? (columns === 2 && nobody)));
  const screen = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asked === true) card.current?.focus();
  }, [asked]);
  function openCard(): void {
    openPanel(id, null);
    setAsked(true);
  }
  function closeCard(): void {
    setAsked(false);
    screen.current?.querySelector<HTMLElement>('.note textarea')?.focus();
  }
  return (
    <div ref={screen} className="three-columns">
      {columns === 3 ? null : (
        <WhoLine id={id} isOpen={isCardOpen} onToggle={() => (isCardOpen ? closeCard() : openCard())} />
      )}
      <aside
        ref={card}
        className="column card-column"
        aria-label={t('customer.card')}
        data-region=""
        hidden={!isCardOpen}
        tabIndex={-1}
        onKeyDown={(event) => {
          if (event.key === 'Escape' && columns !== 3 && !event.defaultPrevented) closeCard();
        }}
      >
        <CallerCustomer
          id={id}
          reveal={isCardOpen ? null : openCard}
          handover={<HandoverNote id={id} />}
          identification={<Identification id={id} />}
          duplicates={(customer) => <DuplicatesHint key={customer.id} customer={customer} />}
          search={
            <SearchBox
              placeholder={t('arrival.searchPlaceholder')}
              onPick={({ customer }) => {
                void loadCard(customer.id);
                chooseCustomer(id, customer.id);
              }}
              testId="caller-search"
            />
          }
        />
      </aside>
      <div className="beside">
        <div className="column work" data-region="">
          <PhaseBar id={id} isOver={over} />
          {conversation}
          <NoteEditor
            id={id}
            actions={
              <>
                <RegisterButton id={id} />
                <CallbackButton id={id} />
              </>
            }
          />
          {isWhole ? (
            <Classification id={id} missing={missing}>
              <Promised id={id} missing={missing} />
            </Classification>
          ) : null}
        </div>
        {isWhole ? <HelpColumn id={id} isOver={over} /> : <aside className="column tint" />}
      </div>
    </div>
  );
}
