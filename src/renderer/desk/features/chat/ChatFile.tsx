// What can be done with a file that was sent in a chat: opened outside after a question, and put into an open case of the customer whose chat it is.
import { FolderInput } from 'lucide-react';
import { useState } from 'react';
import { type ChatMessage, type SentFile, sentFile } from '#shared/contract/chats';
import type { AttachmentRefusal } from '#shared/model/attachment';
import type { Case } from '#shared/model/customer';
import type { InteractionId } from '#shared/model/ids';
import { knownCustomer, newestCard, workstationOf } from '../../store/selectors.ts';
import { useDeskSelection, useDeskState, useIntents, useWords } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { OpenOutside } from '../../ui/OpenAsk.tsx';

type Place = Pick<Case, 'id' | 'number'>;

interface ChatFileProps {
  readonly chatId: InteractionId;
  readonly message: ChatMessage;
  /** The interaction in which the agent has the chat: into cases of its customer. */
  readonly interactionId: InteractionId;
}

export function ChatFile({ chatId, message, interactionId }: ChatFileProps) {
  const { t } = useWords();
  const { openChatFile, chatFileIntoCase } = useIntents();
  const [isBusy, setBusy] = useState(false);
  const [put, setPut] = useState<{ readonly into: Place; readonly why: AttachmentRefusal | null } | null>(null);
  const limits = useDeskState((state) => workstationOf(state)?.policy.attachments);
  const cases = useDeskSelection((state): readonly Place[] => {
    const known = knownCustomer(state, interactionId);
    const card = known.by === 'nobody' ? null : newestCard(state, known.customerId);
    return (card?.openCases ?? []).map(({ id, number }) => ({ id, number }));
  });
  const file = sentFile(message);
  if (file === null) return <p className="sub">{t('chat.file.gone')}</p>;

  async function intoCase(into: Place, sent: SentFile): Promise<void> {
    // Pressed twice it is added once.
    if (isBusy) return;
    setBusy(true);
    const answer = await chatFileIntoCase({ id: chatId, file: sent, caseId: into.id });
    setBusy(false);
    if (answer !== null) setPut({ into, why: answer.kind === 'refused' ? answer.why : null });
  }
  return (
    <div className="chat-file-do">
      <OpenOutside name={file.name} onOpen={() => openChatFile({ id: chatId, file })} />
      {cases.map((one) => (
        <Button
          key={one.id}
          size="small"
          icon={FolderInput}
          busy={isBusy}
          onClick={() => void intoCase(one, file)}
          aria-label={t('chat.file.intoCaseNamed', { name: file.name, number: one.number })}
          data-testid="chat-file-into-case"
        >
          {t('chat.file.intoCase', { number: one.number })}
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
