// The question before a file is opened by another program: a readable copy is on this PC from then on.
import { ExternalLink } from 'lucide-react';
import { useRef, useState } from 'react';
import { Button } from './Button.tsx';
import { Notice } from './Notice.tsx';
import { useWords } from './words.tsx';

interface OpenAskProps {
  /** The file's. */
  readonly name: string;
  readonly onOpen: () => void;
  /** Called after `onOpen`, too. */
  readonly onLeave: () => void;
}

export function OpenAsk({ name, onOpen, onLeave }: OpenAskProps) {
  const { t } = useWords();
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

interface OpenOutsideProps {
  /** The file's. */
  readonly name: string;
  /** Resolves when it is open, or when it is told why it is not. */
  readonly onOpen: () => Promise<unknown>;
}

/** The button that leads to the question, and takes the focus back after it. */
export function OpenOutside({ name, onOpen }: OpenOutsideProps) {
  const { t } = useWords();
  const [isAsking, setAsking] = useState(false);
  const [isBusy, setBusy] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  if (isAsking)
    return (
      <OpenAsk
        name={name}
        onOpen={() => {
          setBusy(true);
          void onOpen().finally(() => setBusy(false));
        }}
        onLeave={() => {
          setAsking(false);
          requestAnimationFrame(() => opener.current?.focus());
        }}
      />
    );
  return (
    <Button
      ref={opener}
      size="small"
      icon={ExternalLink}
      busy={isBusy}
      onClick={() => setAsking(true)}
      aria-label={t('attachments.openOne', { name })}
      data-testid="open-file"
    >
      {t('attachments.open')}
    </Button>
  );
}
