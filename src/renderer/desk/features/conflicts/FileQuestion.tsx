// A file of a case that the backend has not taken: it lies on this PC until the agent sends it again, or has taken it out and wants it no more.
import { ExternalLink } from 'lucide-react';
import { useState } from 'react';
import type { SetAside } from '#shared/contract/setAside';
import { againHelps } from '#shared/model/attachment';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useKey } from '../../ui/keys.ts';
import { OpenAsk } from '../../ui/OpenAsk.tsx';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { DiscardAsk } from './DiscardAsk.tsx';
import { Who } from './Who.tsx';

export type FileAside = Extract<SetAside, { readonly kind: 'file' }>;

interface FileQuestionProps {
  readonly aside: FileAside;
  /** The one that is decided by keys. */
  readonly hasKeys: boolean;
}

export function FileQuestion({ aside, hasKeys }: FileQuestionProps) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { sendAgain, openAttachment, dropAttachment } = useIntents();
  const limits = useDeskState((state) => workstationOf(state)?.policy.attachments);
  const [asked, setAsked] = useState<'nothing' | 'open' | 'discard'>('nothing');
  const { id, caseId, caseNumber, name, why } = aside;
  const canSend = againHelps.has(why);
  // Of what the company's examination did not want, nothing is here.
  const isHere = why !== 'unwanted';
  const send = () => void sendAgain(id);
  const discardKey = canSend ? '2' : '1';
  const keys = { bare: true, enabled: hasKeys && asked === 'nothing' };
  useKey('1', send, { ...keys, enabled: keys.enabled && canSend });
  useKey(discardKey, () => setAsked('discard'), keys);
  useKey('3', () => setAsked('open'), { ...keys, enabled: keys.enabled && isHere });
  const chord = (key: string) => (hasKeys ? { chord: key } : {});
  const when = moment(aside.at, now, language);
  const back = () => setAsked('nothing');
  return (
    <article className="conflict" data-testid="conflict" data-kind="file">
      <Who customer={aside.customer} />
      <h2>
        {caseNumber === ''
          ? t('conflicts.kinds.fileOfOne', { name, when })
          : t('conflicts.kinds.file', { name, number: caseNumber, when })}
      </h2>
      <p className="sub">{t(`attachments.why.${why}`, { ...limits })}</p>
      {asked === 'open' ? (
        <OpenAsk name={name} onOpen={() => void openAttachment({ caseId, id })} onLeave={back} />
      ) : null}
      {asked === 'discard' ? <DiscardAsk onDiscard={() => void dropAttachment(id)} onLeave={back} /> : null}
      {asked === 'nothing' ? (
        <div className="conflict-actions">
          {canSend ? (
            <Button look="primary" {...chord('1')} onClick={send} data-testid="send-again">
              {t('conflicts.sendAgain')}
            </Button>
          ) : null}
          <Button
            look={canSend ? 'ghost' : 'plain'}
            {...chord(discardKey)}
            onClick={() => setAsked('discard')}
            data-testid="discard"
          >
            {t('conflicts.discard')}
          </Button>
          {isHere ? (
            <Button
              look="ghost"
              icon={ExternalLink}
              {...chord('3')}
              onClick={() => setAsked('open')}
              data-testid="open-file"
            >
              {t('conflicts.openFile')}
            </Button>
          ) : null}
        </div>
      ) : null}
    </article>
  );
}
