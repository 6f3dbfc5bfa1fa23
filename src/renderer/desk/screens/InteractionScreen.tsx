// A conversation and its wrap-up, on one screen that does not move: who, the note, what helps now.
import { useState } from 'react';
import type { InteractionId } from '#shared/model/ids';
import type { MissingPart } from '#shared/model/interaction';
import { CallbackButton } from '../features/callback/CallbackButton.tsx';
import { Classification } from '../features/classify/Classification.tsx';
import { CallerCustomer } from '../features/customer/CallerCustomer.tsx';
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
import { callOf, openInteraction } from '../store/selectors.ts';
import { useDeskState, useIntents, useWords } from '../store/useDesk.ts';

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
  return (
    <div className="three-columns">
      <aside className="column" aria-label={t('customer.card')} data-region="">
        <CallerCustomer
          id={id}
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
              results="inline"
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
