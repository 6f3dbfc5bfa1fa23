// Answer, decline, silence: the same three wherever a call rings, with their keys. Declining alone leaves the agent ready, and a queue
// may ring them again at once: for its calls there is a way to decline and be not ready, in one go.
import { BellOff, Phone, PhoneOff } from 'lucide-react';
import type { Call } from '#shared/model/call';
import { chordOf, type KeyedCommandId } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { IconButton } from '../../ui/IconButton.tsx';
import { useChord } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';

interface ArrivalActionsProps {
  readonly call: Call;
  /** Alone on the screen, Space answers too; beside other work only the function keys do. */
  readonly alone: boolean;
  /** Of several that ring, one has the keys. */
  readonly withKeys?: boolean;
}

export function ArrivalActions({ call, alone, withKeys = true }: ArrivalActionsProps) {
  const { t } = useWords();
  const { answer, decline, declineNotReady, silence } = useIntents();
  const silenced = call.phase.kind === 'ringing' && call.phase.silenced;
  const isReady = useDeskState(({ phone }) => phone?.availability.wish.kind === 'ready');
  const wouldComeAgain = isReady && call.queue !== null;
  const take = () => void answer(call.id);
  const bySpace = useChord(chordOf('answerAlone')) !== undefined && alone;
  useCommand('answerAlone', take, { enabled: alone });
  useCommand('answer', take, { enabled: withKeys });
  useCommand('decline', () => void decline(call.id), { enabled: withKeys });
  useCommand('declineNotReady', () => void declineNotReady(call.id), { enabled: withKeys && wouldComeAgain });
  useCommand('silence', () => void silence(call.id), { enabled: withKeys && !silenced });
  const keys = (command: KeyedCommandId) => (withKeys ? { command } : {});

  const silenceWord = t(silenced ? 'actions.silenced' : 'actions.silence');
  const silencing = { disabled: silenced, onClick: () => void silence(call.id), 'data-testid': 'silence' };
  const size = alone ? 'big' : 'medium';
  return (
    <div className="arrival-actions" data-own-space="">
      <Button
        look="live"
        size={size}
        icon={Phone}
        {...keys(bySpace ? 'answerAlone' : 'answer')}
        onClick={take}
        data-testid="answer"
      >
        {t('actions.answer')}
      </Button>
      <Button
        size={size}
        icon={PhoneOff}
        {...keys('decline')}
        onClick={() => void decline(call.id)}
        data-testid="decline"
      >
        {t('actions.decline')}
      </Button>
      {alone ? (
        <Button look="ghost" size="big" icon={BellOff} command="silence" {...silencing}>
          {silenceWord}
        </Button>
      ) : (
        <IconButton icon={BellOff} name={silenceWord} {...keys('silence')} className="silence" {...silencing} />
      )}
      {wouldComeAgain ? (
        <div className="arrival-more">
          <Button
            look="ghost"
            size="small"
            {...keys('declineNotReady')}
            onClick={() => void declineNotReady(call.id)}
            data-testid="decline-not-ready"
          >
            {t('actions.declineNotReady')}
          </Button>
        </div>
      ) : null}
    </div>
  );
}
