// What an article has to say, into the message of the chat that is open, to be looked at before it is sent: the next sentence that is not in it by key.
import { MessageSquarePlus } from 'lucide-react';
import { longestMessage } from '#shared/contract/chats';
import { type ArticleText, readIn } from '#shared/model/article';
import { cannedSought } from '#shared/model/composing';
import type { InteractionId, Language } from '#shared/model/ids';
import { useCommand } from '../../commands/useCommand.ts';
import { useStanding } from '../../commands/useStanding.ts';
import { chatOf } from '../../store/chats.ts';
import { draftOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useWords } from '../../ui/words.tsx';

interface IntoMessageProps {
  readonly id: InteractionId;
  /** All that there is to say. */
  readonly say: readonly ArticleText[];
  readonly one: ArticleText;
  /** That the visitor speaks. */
  readonly customer: Language;
}

/** Nothing, where there is no chat to write in. */
export function IntoMessage(props: IntoMessageProps) {
  const canWrite = useDeskState((state) => chatOf(state, props.id)?.state === 'open');
  return canWrite ? <Putting {...props} /> : null;
}

function Putting({ id, say, one, customer }: IntoMessageProps) {
  const { t } = useWords();
  const { edit } = useIntents();
  const toMessage = useStanding('chatMessage');
  const message = useDeskState((state) => draftOf(state, id).unsaid);
  const { text } = readIn(one, customer);
  const isNext = one === say.find((each) => !message.includes(readIn(each, customer).text));
  // What is looked for among the canned answers is no beginning of a message.
  const before = cannedSought(message) === null ? message.trimEnd() : '';
  const next = before === '' ? text : `${before} ${text}`;
  const hasRoom = next.length <= longestMessage;
  function put(): void {
    edit(id, { unsaid: next });
    toMessage?.run();
  }
  useCommand('sayInMessage', put, { enabled: isNext && hasRoom });
  return (
    <Button
      look="ghost"
      size="small"
      icon={MessageSquarePlus}
      disabled={!hasRoom}
      onClick={put}
      {...(isNext && { command: 'sayInMessage' as const })}
      data-testid="say-in-message"
    >
      {t('knowledge.intoMessage')}
    </Button>
  );
}
