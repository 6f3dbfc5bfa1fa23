// What this agent did to the case and the backend has refused since: why, what to do, and what was written, which is lost only on purpose.
import type { CaseShown } from '#shared/contract/cases';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

interface NotTakenProps {
  readonly shown: CaseShown;
  /** What was written becomes a note of the case. */
  readonly onNote: (text: string) => Promise<boolean>;
}

export function NotTaken({ shown: { setAside, possible }, onNote }: NotTakenProps) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { actAgain, discardSetAside, show } = useIntents();
  return setAside.map(({ id, act, text, at, failure }) => (
    <div key={id} className="box stop case-refused" role="alert" data-testid="not-taken">
      <p>
        <strong>{t('cases.notTaken', { act: t(`cases.acts.${act}`), when: moment(at, now, language) })}</strong>{' '}
        {t(`failures.${failure.code}.what`)}. {t(`failures.${failure.code}.todo`)}
      </p>
      {text === '' ? null : <p className="case-said">{text}</p>}
      <p className="case-facts">
        <Button look="primary" size="small" onClick={() => void actAgain(id)} data-testid="act-again">
          {t('conflicts.actAgain')}
        </Button>
        {text !== '' && act !== 'note' && possible.includes('note') ? (
          <Button
            size="small"
            onClick={() =>
              void onNote(`${t(`cases.acts.${act}`)}: ${text}`).then((isKept) =>
                isKept ? discardSetAside(id) : undefined,
              )
            }
            data-testid="as-note"
          >
            {t('cases.asNote')}
          </Button>
        ) : null}
        <Button look="ghost" size="small" onClick={() => show({ kind: 'conflicts' })}>
          {t('cases.decideThere')}
        </Button>
      </p>
    </div>
  ));
}
