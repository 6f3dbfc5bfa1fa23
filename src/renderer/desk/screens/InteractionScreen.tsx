// A conversation and its wrap-up, on one screen that does not move: who, the note, what helps now.
import { useEffect, useRef, useState } from 'react';
import type { InteractionId } from '#shared/model/ids';
import type { MissingPart } from '#shared/model/interaction';
import { CallbackButton } from '../features/callback/CallbackButton.tsx';
import { Classification } from '../features/classify/Classification.tsx';
import { CallerCustomer } from '../features/customer/CallerCustomer.tsx';
import { WhoLine } from '../features/customer/WhoLine.tsx';
import { DuplicatesHint } from '../features/duplicates/DuplicatesHint.tsx';
import { Advice, useHeldSince } from '../features/guide/Advice.tsx';
import { PhaseBar } from '../features/guide/PhaseBar.tsx';
import type { Phase } from '../features/guide/phases.ts';
import { ToSay } from '../features/guide/ToSay.tsx';
import { HandoverNote } from '../features/handover/HandoverNote.tsx';
import { Identification } from '../features/identification/Identification.tsx';
import { NoteEditor } from '../features/note/NoteEditor.tsx';
import { Promised } from '../features/promised/Promised.tsx';
import { SearchBox } from '../features/search/SearchBox.tsx';
import { ToClose } from '../features/wrapUp/ToClose.tsx';
import { callOf, knownCustomer, openInteraction } from '../store/selectors.ts';
import { useDeskState, useIntents, useWords } from '../store/useDesk.ts';
import { useColumns } from '../ui/useMedia.ts';

interface InteractionScreenProps {
  readonly id: InteractionId;
  readonly missing: readonly MissingPart[];
}

export function InteractionScreen({ id, missing }: InteractionScreenProps) {
  const { t } = useWords();
  const { chooseCustomer, loadCard } = useIntents();
  const [phase, setPhase] = useState<Phase>('welcome');
  const over = useDeskState(
    (state) => openInteraction(state, id)?.interaction.stage === 'wrapUp' || callOf(state, id)?.phase.kind === 'ended',
  );
  const held = useHeldSince(id) !== null;

  // Where there is no room for it, the card is there when it is asked for; or, while nobody is known, in place of what helps.
  const columns = useColumns();
  const nobody = useDeskState((state) => knownCustomer(state, id).by === 'nobody');
  const [asked, setAsked] = useState<boolean | null>(null);
  const isCardOpen = columns === 3 || (asked ?? (columns === 2 && nobody));
  const screen = useRef<HTMLDivElement>(null);
  const card = useRef<HTMLElement>(null);
  useEffect(() => {
    if (asked === true) card.current?.focus();
  }, [asked]);
  function closeCard(): void {
    setAsked(false);
    screen.current?.querySelector<HTMLElement>('.note textarea')?.focus();
  }
  return (
    <div ref={screen} className="three-columns">
      {columns === 3 ? null : (
        <WhoLine id={id} isOpen={isCardOpen} onToggle={() => (isCardOpen ? closeCard() : setAsked(true))} />
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
          reveal={isCardOpen ? null : () => setAsked(true)}
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
          <PhaseBar phase={phase} over={over} onPhase={setPhase} />
          <NoteEditor id={id} actions={<CallbackButton id={id} />} />
          <Classification id={id} missing={missing}>
            <Promised id={id} />
          </Classification>
        </div>
        <aside className="column tint" aria-label={t('help.title')} data-region="">
          {over ? <ToClose id={id} /> : <ToSay id={id} phase={held ? 'hold' : phase} />}
          <Advice id={id} phase={over ? null : phase} />
        </aside>
      </div>
    </div>
  );
}
