// The question before a file of a case is opened by another program: a readable copy is on this PC from then on.
import { ExternalLink } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';

interface OpenAskProps {
  /** The file's. */
  readonly name: string;
  readonly onOpen: () => void;
  /** Called after `onOpen`, too. */
  readonly onLeave: () => void;
}

export function OpenAsk({ name, onOpen, onLeave }: OpenAskProps) {
  const { t } = useTranslation();
  return (
    <Notice tone="hold" title={t('attachments.openAsk', { name })} body={t('attachments.openAbout')}>
      <Button
        size="small"
        look="primary"
        icon={ExternalLink}
        onClick={() => {
          onOpen();
          onLeave();
        }}
        autoFocus
        data-testid="open-outside"
      >
        {t('attachments.openYes')}
      </Button>
      <Button size="small" onClick={onLeave}>
        {t('actions.cancel')}
      </Button>
    </Notice>
  );
}
