// The files of a case on the card: how many, and the way to them. A file that is dropped on it is added.
import { Paperclip } from 'lucide-react';
import { type DragEvent, useState } from 'react';
import type { Case } from '#shared/model/customer';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useWords } from '../../ui/words.tsx';

interface CaseFilesProps {
  readonly found: Case;
  /** The key opens them. */
  readonly hasKey?: boolean;
  /** Where nothing is added: nothing is offered while there is nothing. */
  readonly toLookAt?: boolean;
}

export function CaseFiles({ found, hasKey = false, toLookAt = false }: CaseFilesProps) {
  const { t } = useWords();
  const { openSheet } = useIntents();
  const [isTaking, setTaking] = useState(false);
  const told = new Set<string>(found.attachments.map(({ id }) => id));
  const untold = useDeskState(
    (state) => state.data?.attachments.own.filter(({ id, caseId }) => caseId === found.id && !told.has(id)).length ?? 0,
  );
  const count = told.size + untold;
  if (toLookAt && count === 0) return null;
  const open = (dropped: readonly File[] = []) =>
    openSheet({ kind: 'attachments', id: found.customerId, found, dropped });
  const over = (event: DragEvent, is: boolean) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setTaking(is);
  };
  return (
    <Button
      look="ghost"
      size="small"
      icon={Paperclip}
      {...(hasKey && { command: 'caseFiles' })}
      className={isTaking ? 'case-files taking' : 'case-files'}
      onClick={() => open()}
      onDragEnter={(event) => over(event, true)}
      onDragOver={(event) => over(event, true)}
      onDragLeave={(event) => over(event, false)}
      onDrop={(event) => {
        over(event, false);
        const files = [...event.dataTransfer.files];
        if (files.length > 0) open(files);
      }}
      data-testid="case-files"
    >
      {count === 0 ? t('attachments.attach') : t('attachments.count', { count })}
    </Button>
  );
}
