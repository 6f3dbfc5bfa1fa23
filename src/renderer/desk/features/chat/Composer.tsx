// The field in which an agent writes to a visitor: Enter sends, Shift+Enter is a new line, "/" at the beginning finds a canned answer.
// What is typed is kept with the draft, on the disk; an open place keeps it from being sent.
import { SendHorizontal } from 'lucide-react';
import { type KeyboardEvent, useEffect, useId, useRef, useState } from 'react';
import { longestMessage, type OwnChat } from '#shared/contract/chats';
import { cannedText, type NamedPlace } from '#shared/model/chatLists';
import { type Canned, cannedFor, cannedSought, composed, filled, firstOpen } from '#shared/model/composing';
import { chordOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { guidanceOf } from '../../store/guidance.ts';
import { clientOf, draftOf, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useCustomerLanguage, useLists } from '../../store/useLists.ts';
import { Button } from '../../ui/Button.tsx';
import { isFocusFree } from '../../ui/focus.ts';
import { ariaShortcut } from '../../ui/keys.ts';
import { foldText, spokenName } from '../../ui/text.ts';
import { useWords } from '../../ui/words.tsx';
import { FileBecome, SendFile } from './SendFile.tsx';

interface ComposerProps {
  readonly chat: OwnChat;
  readonly name: string;
}

const noAnswers: readonly Canned[] = [];

/** What the program puts into the places of canned answers. */
function useKnown(chat: OwnChat): Readonly<Record<string, string>> {
  const agent = useDeskState((state) => workstationOf(state)?.agent.givenName ?? '');
  const company = useDeskState(
    (state) => clientOf(state, chat.interactionId)?.name ?? workstationOf(state)?.company.name ?? '',
  );
  return { visitor: chat.name ?? '', agent, company: spokenName(company) };
}

export function Composer({ chat, name }: ComposerProps) {
  const { t } = useWords();
  const { edit, flushDrafts, sayInChat } = useIntents();
  const id = chat.interactionId;
  const field = useRef<HTMLTextAreaElement>(null);
  const listId = useId();
  const adviceId = useId();
  const text = useDeskState((state) => draftOf(state, id).unsaid);
  const phase = useDeskState((state) => guidanceOf(state, id).phase);
  const panel = useDeskState((state) => guidanceOf(state, id).panel);
  const language = useCustomerLanguage(id);
  const { cannedAnswers = noAnswers, words } = useLists(id);
  const known = useKnown(chat);
  const theirs = useWords().tIn(language);
  /** Among the words of the answer, so in its language. */
  const nameOf = (place: NamedPlace): string => theirs(`chat.places.${place}`);
  const [canned, setCanned] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const [left, setLeft] = useState<string | null>(null);
  useCommand('chatMessage', () => field.current?.focus());

  // Where nothing else is written, the fingers are here: at first, and when what had the focus has gone.
  useEffect(() => {
    if (isFocusFree()) field.current?.focus();
  }, [panel]);

  const sought = cannedSought(text);
  const answers =
    sought === null || left === text ? null : cannedFor(cannedAnswers, { sought, phase, language, fold: foldText });
  const selected = answers?.[Math.min(chosen, answers.length - 1)];
  const { open, sensitive, advice } = composed(answers === null ? text : '', words, language);

  /** The text, and then the cursor: the field shows it only once it is drawn. */
  function write(next: string, from: number, to = from): void {
    edit(id, { unsaid: next });
    requestAnimationFrame(() => {
      field.current?.focus();
      field.current?.setSelectionRange(from, to);
    });
  }
  function put(answer: Canned): void {
    const put = filled(answer, language, known, nameOf);
    const [from, to] = put.open ?? [put.text.length, put.text.length];
    setCanned(answer.code);
    write(put.text, from, to);
  }
  async function send(): Promise<void> {
    const place = firstOpen(text);
    if (place !== null) {
      field.current?.focus();
      field.current?.setSelectionRange(...place);
      return;
    }
    if (await sayInChat(chat, text, canned)) setCanned(null);
  }
  function onKeyDown(event: KeyboardEvent): void {
    if (event.nativeEvent.isComposing) return;
    if (answers !== null && event.key === 'ArrowDown') setChosen(Math.min(chosen + 1, answers.length - 1));
    else if (answers !== null && event.key === 'ArrowUp') setChosen(Math.max(chosen - 1, 0));
    else if (answers !== null && event.key === 'Escape') setLeft(text);
    else if (event.key === 'Enter' && !event.shiftKey && !event.ctrlKey && !event.altKey && !event.metaKey) {
      // A key held down has been pressed once.
      if (!event.repeat && answers === null) void send();
      else if (!event.repeat && selected !== undefined) put(selected);
    } else return;
    event.preventDefault();
    event.stopPropagation();
  }

  const hasAdvice = open.length > 0 || sensitive.length > 0 || advice.length > 0;
  return (
    <div className="composer">
      {answers === null ? null : (
        <div id={listId} role="listbox" aria-label={t('chat.canned')} className="canned" data-testid="canned">
          {answers.map((answer) => (
            <button
              key={answer.code}
              id={`${listId}-${answer.code}`}
              type="button"
              role="option"
              aria-selected={answer === selected}
              tabIndex={-1}
              lang={language}
              onClick={() => put(answer)}
              data-testid="canned-answer"
            >
              {cannedText(answer.text[language], known, nameOf)}
            </button>
          ))}
        </div>
      )}
      <div className="composer-field">
        <textarea
          ref={field}
          rows={2}
          value={text}
          lang={language}
          maxLength={longestMessage}
          onChange={(event) => {
            setChosen(0);
            if (event.target.value === '') setCanned(null);
            edit(id, { unsaid: event.target.value });
          }}
          onKeyDown={onKeyDown}
          // Whoever writes has before them what was written last.
          onFocus={({ currentTarget }) =>
            currentTarget.closest('.conversation')?.scrollIntoView?.({ block: 'nearest' })
          }
          onBlur={flushDrafts}
          placeholder={t('chat.placeholder')}
          aria-label={t('chat.message', { name })}
          aria-describedby={hasAdvice ? adviceId : undefined}
          aria-keyshortcuts={ariaShortcut(chordOf('chatMessage'))}
          {...(answers !== null &&
            selected !== undefined && {
              'aria-controls': listId,
              'aria-activedescendant': `${listId}-${selected.code}`,
            })}
          data-testid="chat-text"
        />
        <SendFile chat={chat} />
        <Button
          look="primary"
          icon={SendHorizontal}
          chord="Enter"
          disabled={text.trim() === '' || answers !== null}
          onClick={() => void send()}
          data-testid="chat-send"
        >
          {t('chat.send')}
        </Button>
      </div>
      <FileBecome chat={chat} />
      <div id={adviceId} className="composer-advice" role="status" data-testid="chat-advice">
        {answers?.length === 0 ? <p>{t('chat.noCanned')}</p> : null}
        {open.length === 0 ? null : <p className="urgent">{t('chat.openPlace', { what: open.join(', ') })}</p>}
        {sensitive.length === 0 ? null : (
          <p className="urgent">
            {t('chat.sensitive', { what: sensitive.map((kind) => t(`chat.sensitives.${kind}`)).join(', ') })}
          </p>
        )}
        {advice.map(({ from, word, prefer }) => (
          <p key={from} lang={language}>
            {prefer === null ? t('chat.betterNot', { word }) : t('chat.better', { word, prefer })}
          </p>
        ))}
      </div>
    </div>
  );
}
