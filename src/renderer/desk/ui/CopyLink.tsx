// A link to what stands here, copied by one click or by its command; a tick says that it is done.
import { Check, Link } from 'lucide-react';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCommand } from '../commands/useCommand.ts';
import { IconButton } from './IconButton.tsx';

const shownDoneMs = 2_000;

export function CopyLink({ link }: { readonly link: string }) {
  const { t } = useTranslation();
  const [isDone, setDone] = useState(false);
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setDone(false), shownDoneMs);
    return () => clearTimeout(timer);
  }, [isDone]);
  // Refused by the system: then there is no tick.
  const copy = () =>
    void navigator.clipboard.writeText(link).then(
      () => setDone(true),
      () => setDone(false),
    );
  useCommand('copyLink', copy);
  return (
    <>
      <IconButton
        icon={isDone ? Check : Link}
        name={t('links.copy')}
        command="copyLink"
        onClick={copy}
        data-testid="copy-link"
        data-done={isDone}
      />
      <span className="visually-hidden" role="status">
        {isDone ? t('links.copied') : ''}
      </span>
    </>
  );
}
