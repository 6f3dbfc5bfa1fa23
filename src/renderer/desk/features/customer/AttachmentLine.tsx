// One file of a case: what it is, its name and size, who added it and when, what is becoming of it, and what can be done with it.
import { ExternalLink, Eye, FileImage, FileText, RotateCcw, Trash2 } from 'lucide-react';
import type { OwnAttachment } from '#shared/contract/attachments';
import { type Attachment, againHelps } from '#shared/model/attachment';
import { isDrawable } from '#shared/model/fileKind';
import { may } from '#shared/model/role';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { byteSize } from '../../ui/byteSize.ts';
import { IconButton } from '../../ui/IconButton.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { dated, share } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

export type Wish = 'see' | 'open' | 'remove' | 'again';

interface AttachmentLineProps {
  readonly file: Attachment | OwnAttachment;
  readonly onWish: (wish: Wish) => void;
}

export function AttachmentLine({ file, onWish }: AttachmentLineProps) {
  const { t, language } = useWords();
  const now = useNow(false);
  const agent = useDeskState((state) => workstationOf(state)?.agent);
  const limits = useDeskState((state) => workstationOf(state)?.policy.attachments);
  const fetched = useDeskState((state) => state.data?.attachments.fetching.find(({ id }) => id === file.id)?.reached);
  const own = 'state' in file ? file.state : null;
  const by = 'state' in file ? t('attachments.you') : file.by;
  const isOfToday = new Date(file.at).toDateString() === new Date(now).toDateString();
  const mayRemove =
    'state' in file
      ? file.state.kind === 'waiting' || file.state.kind === 'refused'
      : agent !== undefined && (may(agent.role, 'removeAttachments') || (file.agentId === agent.id && isOfToday));
  const canSee = isDrawable(file.kind);
  const Icon = file.kind === 'pdf' ? FileText : FileImage;
  return (
    <li className="attachment" data-file={file.id} data-testid="attachment" data-state={own?.kind ?? 'here'}>
      <Icon className="attachment-icon" aria-hidden="true" />
      <div className="attachment-what">
        <span className="attachment-name" title={file.name}>
          {file.name}
        </span>
        <span className="sub num">
          {[t(`attachments.kinds.${file.kind}`), byteSize(file.bytes, language), by].join(' · ')} ·{' '}
          <time dateTime={file.at}>{dated(file.at, now, language)}</time>
        </span>
        {own?.kind === 'refused' ? (
          <span className="attachment-why">{t(`attachments.why.${own.why}`, { ...limits })}</span>
        ) : null}
      </div>
      {own?.kind === 'waiting' ? <Tag tone="hold">{t('attachments.states.waiting')}</Tag> : null}
      {own?.kind === 'sending' ? (
        <Tag tone="note">{t('attachments.states.sending', { percent: share(own.reached, file.bytes, language) })}</Tag>
      ) : null}
      {own?.kind === 'sent' ? <Tag tone="live">{t('attachments.states.sent')}</Tag> : null}
      {own?.kind === 'refused' ? <Tag tone="stop">{t('attachments.states.refused')}</Tag> : null}
      {fetched === undefined ? null : (
        <Tag tone="note">{t('attachments.states.fetching', { percent: share(fetched, file.bytes, language) })}</Tag>
      )}
      <div className="attachment-do">
        {own?.kind === 'refused' ? (
          <>
            {againHelps.has(own.why) ? (
              <Button size="small" icon={RotateCcw} onClick={() => onWish('again')} data-testid="send-again">
                {t('actions.retry')}
              </Button>
            ) : null}
            {own.why === 'unwanted' ? null : (
              <IconButton
                icon={ExternalLink}
                name={t('attachments.openOne', { name: file.name })}
                onClick={() => onWish('open')}
                data-testid="open-refused"
              />
            )}
          </>
        ) : (
          <Button
            size="small"
            icon={canSee ? Eye : ExternalLink}
            disabled={fetched !== undefined}
            aria-label={t(canSee ? 'attachments.seeOne' : 'attachments.openOne', { name: file.name })}
            onClick={() => onWish(canSee ? 'see' : 'open')}
            data-testid={canSee ? 'see-attachment' : 'open-attachment'}
          >
            {t(canSee ? 'attachments.see' : 'attachments.open')}
          </Button>
        )}
        {mayRemove ? (
          <IconButton
            icon={Trash2}
            name={t('attachments.removeOne', { name: file.name })}
            onClick={() => onWish('remove')}
            data-testid="remove-attachment"
          />
        ) : (
          <span className="attachment-no-action" />
        )}
      </div>
    </li>
  );
}
