// A link to what stands here, copied by one click or by its command; a tick says that it is done.
import { Check, Link } from 'lucide-react';
import { useCommand } from '../commands/useCommand.ts';
import { IconButton } from './IconButton.tsx';
import { useCopied } from './useCopied.ts';
import { useWords } from './words.tsx';

export function CopyLink({ link }: { readonly link: string }) {
  const { t } = useWords();
  const { isDone, copy } = useCopied(link);
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
