// Above a chat that goes on: with whom, who is waiting for whom, and what can be done with it.
import { ArrowLeftRight, Phone, X } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import { formatNumber } from '#shared/model/phoneNumber';
import { useCommand } from '../../commands/useCommand.ts';
import { chatOf, silenceOf } from '../../store/chats.ts';
import { lineupOf } from '../../store/lineup.ts';
import { isRestricted, knownCustomer, newestCard } from '../../store/selectors.ts';
import { useDeskSelection, useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { since, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { useChatNow } from './useChatNow.ts';

/** Silence that is worth a word. */
const worthMs = 60_000;

export function ChatHead({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { dial, openSheet, endChat } = useIntents();
  const chat = useDeskState((state) => chatOf(state, id));
  const silence = useDeskSelection((state) => {
    const found = chatOf(state, id);
    return found === null ? null : silenceOf(found);
  });
  const now = useChatNow(chat?.state === 'open');
  // The number that the visitor asks to be called at, else the first on the record of whom they have shown to be.
  const to = useDeskSelection((state) => {
    const found = chatOf(state, id);
    const known = knownCustomer(state, id);
    const customer = known.by === 'nobody' ? null : (newestCard(state, known.customerId)?.customer ?? null);
    const number =
      found?.callWanted ??
      (known.by === 'agent' && !isRestricted(state, id) ? (customer?.phones[0]?.e164 ?? null) : null);
    return number === null ? null : { number, name: customer?.name ?? null, customerId: customer?.id ?? null };
  });
  const isFree = useDeskState(
    (state) => state.phone?.registration.kind === 'registered' && lineupOf(state.phone) === null,
  );
  const isOpen = chat?.state === 'open';
  const call = () => {
    if (to !== null) void dial({ ...to, queueId: chat?.queueId ?? null, continues: id });
  };
  const pass = () => chat !== null && openSheet({ kind: 'passChat', id: chat.id });
  const end = () => chat !== null && void endChat(chat);
  useCommand('callVisitor', call, { enabled: isFree && to !== null });
  useCommand('passChat', pass, { enabled: isOpen });
  useCommand('endChat', end, { enabled: isOpen });
  if (chat === null) return null;
  const quietMs = silence === null ? 0 : since(silence.since, now);
  const about =
    chat.state === 'offered'
      ? t('chat.passing')
      : chat.isTyping
        ? t('chat.typing')
        : silence !== null && quietMs >= worthMs
          ? t(silence.kind === 'due' ? 'chat.dueSince' : 'chat.silentSince', { time: wait(quietMs) })
          : chat.callWanted !== null
            ? t('chat.callAsked', { number: formatNumber(chat.callWanted) })
            : (chat.about ?? '');
  const isUrgent = chat.state === 'open' && !chat.isTyping && silence?.kind === 'due' && quietMs >= worthMs;
  return (
    <>
      <h1 className="chat-name">{chat.name ?? t('chat.visitor')}</h1>
      <p className={isUrgent ? 'bar-about urgent num' : 'bar-about num'} data-testid="chat-about">
        {about}
      </p>
      <span className="grow" />
      {to === null ? null : (
        <Button
          size="small"
          icon={Phone}
          command="callVisitor"
          disabled={!isFree}
          onClick={call}
          data-testid="call-visitor"
        >
          {t('chat.call', { number: formatNumber(to.number) })}
        </Button>
      )}
      <Button
        size="small"
        icon={ArrowLeftRight}
        command="passChat"
        disabled={!isOpen}
        onClick={pass}
        data-testid="pass-chat"
      >
        {t('chat.pass')}
      </Button>
      <Button size="small" icon={X} command="endChat" disabled={!isOpen} onClick={end} data-testid="end-chat">
        {t('chat.end')}
      </Button>
    </>
  );
}
