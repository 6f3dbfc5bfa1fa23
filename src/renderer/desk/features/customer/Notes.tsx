// The last notes about the customer, and the place where a new one is written.
import { useState } from 'react';
import type { CustomerCard } from '#shared/contract/screenPop';
import { useCommand } from '../../commands/useCommand.ts';
import { isUncovered } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';
import { More } from './More.tsx';
import { NoteForm } from './NoteForm.tsx';
import { NoteItem } from './NoteItem.tsx';

interface NotesProps {
  readonly card: CustomerCard;
  readonly isWriting: boolean;
  readonly onWriting: (isWriting: boolean) => void;
}

/** `mayWrite`: false for whom nothing may be written about. */
export function useNoteKey(mayWrite: boolean): readonly [boolean, (isWriting: boolean) => void] {
  const [isWriting, setIsWriting] = useState(false);
  const enabled = useDeskState(isUncovered) && mayWrite;
  useCommand('customerNote', () => setIsWriting(true), { enabled });
  return [isWriting, setIsWriting];
}

export function Notes({ card, isWriting, onWriting }: NotesProps) {
  const { t } = useWords();
  const { writeNote } = useIntents();
  const { id } = card.customer;
  if (card.lastNotes.length === 0 && !isWriting) return null;
  return (
    <section className="section" data-testid="notes">
      <SectionTitle right={card.notes === 0 ? undefined : card.notes}>{t('customer.notes')}</SectionTitle>
      {isWriting ? (
        <NoteForm
          text=""
          onDone={(text) => {
            onWriting(false);
            if (text !== null) void writeNote(id, null, text);
          }}
        />
      ) : null}
      <ul className="items">
        {card.lastNotes.map((note) => (
          <NoteItem key={note.id} note={note} whole={false} />
        ))}
      </ul>
      {card.notes > card.lastNotes.length ? <More id={id} show="note" name={t('customer.allNotes')} /> : null}
    </section>
  );
}
