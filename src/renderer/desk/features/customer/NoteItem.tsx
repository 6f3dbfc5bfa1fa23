// A note about the customer: what, who, when. On its day its author changes it, or takes it away after one more question.
import { Pencil, StickyNote, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { CardNote } from '#shared/contract/screenPop';
import { workstationOf } from '../../store/selectors.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { isFocusFree } from '../../ui/focus.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { dated, localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Hidden } from './Guarded.tsx';
import { NoteForm } from './NoteForm.tsx';

interface NoteItemProps {
  readonly note: CardNote;
  /** The whole text, or its beginning. */
  readonly whole: boolean;
  readonly position?: { readonly nth: number; readonly of: number };
}

export function NoteItem({ note, whole, position }: NoteItemProps) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { writeNote } = useIntents();
  const me = useDeskState((state) => workstationOf(state)?.agent.id);
  const [doing, setDoing] = useState<'nothing' | 'writing' | 'asking'>('nothing');
  const open = useCardOpen(note.customerId);
  const isMine = note.agentId === me && localDay(note.at) === localDay(new Date(now).toISOString());
  const write = (text: string | null) => void writeNote(note.customerId, note, text);
  const who = note.agentName === '' ? '' : `${note.agentName} · `;
  const item = useRef<HTMLLIElement>(null);

  // What asked or was written in has gone, and its focus with it: back to what can be done with the note.
  const wasDoing = useRef(doing);
  useEffect(() => {
    const isBack = wasDoing.current !== 'nothing' && doing === 'nothing';
    wasDoing.current = doing;
    if (isBack && isFocusFree()) item.current?.querySelector('button')?.focus();
  }, [doing]);

  return (
    <li
      ref={item}
      className="item note-item"
      data-testid="note"
      {...(position !== undefined && { 'aria-posinset': position.nth, 'aria-setsize': position.of })}
    >
      <StickyNote aria-label={t('customer.note')} />
      {doing === 'writing' ? (
        <NoteForm
          text={note.text}
          onDone={(text) => {
            setDoing('nothing');
            if (text !== null) write(text);
          }}
        />
      ) : (
        <>
          {isMine || open.shows('notes') ? (
            <p className={whole ? 'note-text' : 'note-text clamped'}>{note.text}</p>
          ) : (
            <Hidden id={note.customerId} field="notes" />
          )}
          <p className="item-when">
            {who}
            <time dateTime={note.at}>{dated(note.at, now, language)}</time>
            {note.editedAt === null ? '' : ` · ${t('customer.noteEdited')}`}
            {note.pending ? <span className="pending-mark">{t('customer.pending')}</span> : null}
          </p>
          {isMine && doing === 'nothing' ? (
            <span className="note-actions">
              <IconButton
                icon={Pencil}
                name={t('customer.noteEdit')}
                onClick={() => setDoing('writing')}
                data-testid="edit-note"
              />
              <IconButton
                icon={Trash2}
                name={t('customer.noteDelete')}
                onClick={() => setDoing('asking')}
                data-testid="delete-note"
              />
            </span>
          ) : null}
          {doing === 'asking' ? (
            <div className="note-question" role="alert">
              <span>{t('customer.noteDeleteAsk')}</span>
              <Button autoFocus size="small" look="stop" onClick={() => write(null)} data-testid="delete-note-sure">
                {t('customer.noteDeleteSure')}
              </Button>
              <Button size="small" look="ghost" onClick={() => setDoing('nothing')}>
                {t('actions.cancel')}
              </Button>
            </div>
          ) : null}
        </>
      )}
    </li>
  );
}
