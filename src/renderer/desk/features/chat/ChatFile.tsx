// What can be done with a file that was sent in a chat: opened outside after a question, and put into an open case of the customer whose chat it is.
import { Check, FolderInput } from 'lucide-react';
import { useRef, useState } from 'react';
import { type ChatMessage, type SentFile, sentFile } from '#shared/contract/chats';
import type { AttachmentRefusal } from '#shared/model/attachment';
import { inThrees } from '#shared/model/caseNumber';
import type { Case } from '#shared/model/customer';
import type { InteractionId } from '#shared/model/ids';
import { useCommand } from '../../commands/useCommand.ts';
import { knownCustomer, newestCard, workstationOf } from '../../store/selectors.ts';
import { useDeskSelection, useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { OpenOutside } from '../../ui/OpenAsk.tsx';
import { useWords } from '../../ui/words.tsx';

interface Place extends Pick<Case, 'id' | 'number'> {
  /** The file is among its attachments. */
  readonly hasIt: boolean;
}

interface ChatFileProps {
  readonly chatId: InteractionId;
  readonly message: ChatMessage;
  /** The interaction in which the agent has the chat: into cases of its customer. */
  readonly interactionId: InteractionId;
  /** The visitor has sent none after it: a key puts it into the case. */
  readonly isLast: boolean;
}

export function ChatFile({ chatId, message, interactionId, isLast }: ChatFileProps) {
  const { t } = useWords();
  const { openChatFile, chatFileIntoCase } = useIntents();
  const [isBusy, setBusy] = useState(false);
  const [put, setPut] = useState<{ readonly into: Place; readonly why: AttachmentRefusal | null } | null>(null);
  const limits = useDeskState((state) => workstationOf(state)?.policy.attachments);
  const file = sentFile(message);
  const cases = useDeskSelection((state): readonly Place[] => {
    // What the agent has sent is theirs already.
    if (message.by !== 'visitor') return [];
    const known = knownCustomer(state, interactionId);
    const card = known.by === 'nobody' ? null : newestCard(state, known.customerId);
    return (card?.openCases ?? []).map(({ id, number, attachments }) => ({
      ...{ id, number: inThrees(number) },
      hasIt: attachments.some(({ sha256 }) => sha256 === file?.sha256),
    }));
  });
  const isThere = ({ id, hasIt }: Place): boolean => hasIt || (put !== null && put.why === null && put.into.id === id);
  const first = useRef<HTMLButtonElement>(null);
  /** Into which of several, the agent has to say. */
  function byKey(): void {
    const [only, ...others] = cases;
    if (only === undefined || file === null) return;
    if (others.length > 0) first.current?.focus();
    else void intoCase(only, file);
  }
  useCommand('chatFileIntoCase', byKey, { enabled: isLast && file !== null && cases.length > 0 });
  if (file === null)
    return (
      <p className="sub" data-testid="chat-file-gone">
        {t('chat.file.gone')}
      </p>
    );

  async function intoCase(into: Place, sent: SentFile): Promise<void> {
    // Pressed twice it is added once.
    if (isBusy) return;
    if (isThere(into)) return setPut({ into, why: null });
    setBusy(true);
    const answer = await chatFileIntoCase({ id: chatId, file: sent, caseId: into.id });
    setBusy(false);
    if (answer !== null) setPut({ into, why: answer.kind === 'refused' ? answer.why : null });
  }
  return (
    <div className="chat-file-do">
      <OpenOutside name={file.name} onOpen={() => openChatFile({ id: chatId, file })} />
      {cases.map((one, nth) => (
        <Button
          key={one.id}
          {...(nth === 0 && { ref: first })}
          {...(nth === 0 && isLast && ({ command: 'chatFileIntoCase' } as const))}
          size="small"
          icon={isThere(one) ? Check : FolderInput}
          busy={isBusy}
          onClick={() => void intoCase(one, file)}
          data-testid="chat-file-into-case"
        >
          {t('chat.file.intoCase', { number: one.number })}
          <span className="visually-hidden">: {file.name}</span>
        </Button>
      ))}
      <p role="status" className="sub chat-file-put" data-testid="chat-file-put">
        {put === null
          ? ''
          : put.why === null
            ? t('chat.file.put', { number: put.into.number })
            : t(`attachments.why.${put.why}`, { ...limits })}
      </p>
    </div>
  );
}
