// What was written here and the backend has not taken over: one question at a time, each answered with one key; files, all of them.
import { ArrowLeft } from 'lucide-react';
import { useEffect, useState } from 'react';
import type { SetAside } from '#shared/contract/setAside';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { isTextField, useKey } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';
import { EditQuestion } from './EditQuestion.tsx';
import { FileQuestion } from './FileQuestion.tsx';
import { fieldsIn } from './fields.ts';
import { OtherQuestion } from './OtherQuestion.tsx';

export function ConflictsPage() {
  const { t } = useWords();
  const { loadSetAside, show } = useIntents();
  const sync = useDeskState((state) => state.data?.sync);
  const [asides, setAsides] = useState<readonly SetAside[] | null>(null);
  const back = () => show({ kind: 'desk' });
  useKey('Esc', () => !isTextField(document.activeElement) && back(), { bare: true });
  // Whatever is settled, sent or set aside is told as a change of the outbox.
  useEffect(() => {
    let isOld = sync === undefined;
    if (!isOld)
      void loadSetAside().then((all) => {
        if (!isOld && all !== null) setAsides(all);
      });
    return () => {
      isOld = true;
    };
  }, [sync, loadSetAside]);

  const files = (asides ?? []).filter((aside) => aside.kind === 'file');
  const [first] = (asides ?? []).filter((aside) => aside.kind !== 'file');
  const count = (asides ?? []).reduce((n, each) => n + (each.kind === 'edit' ? fieldsIn(each.mine).length : 1), 0);
  const field = first?.kind === 'edit' ? fieldsIn(first.mine)[0] : undefined;
  return (
    <section className="page conflicts" data-testid="conflicts-page" data-count={count}>
      <div className="page-back">
        <Button look="ghost" size="small" icon={ArrowLeft} chord="Esc" onClick={back}>
          {t('actions.back')}
        </Button>
      </div>
      <div>
        <h1>{t('conflicts.title')}</h1>
        <p className="sub" role="status">
          {count === 0 ? t('conflicts.none') : t('conflicts.left', { count })}
        </p>
      </div>
      {first?.kind === 'edit' && field !== undefined ? (
        <EditQuestion key={`${first.id} ${field} ${first.version}`} aside={first} field={field} />
      ) : null}
      {first !== undefined && first.kind !== 'edit' ? <OtherQuestion key={first.id} aside={first} /> : null}
      {files.map((file, index) => (
        <FileQuestion key={file.id} aside={file} hasKeys={first === undefined && index === 0} />
      ))}
    </section>
  );
}
