// What was registered without its customer on the line: under which number, and what they are owed now. Nobody is read anything aloud.
import type { ShownCase } from '#shared/contract/cases';
import { inThrees, spokenInThrees } from '#shared/model/caseNumber';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { FormActions } from '../../ui/FormActions.tsx';
import { useKey } from '../../ui/keys.ts';
import { fullDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { noNumber } from './ReadAloud.tsx';

/** In the order in which they are owed. */
const owed = ['acknowledge', 'answer', 'target'] as const;

export function Registered({ found }: { readonly found: ShownCase }) {
  const { t, language } = useWords();
  const { openSheet, show } = useIntents();
  const { file, number } = found;
  const dues = owed.flatMap((what) => file?.dues.filter((due) => due.what === what) ?? []);
  function open() {
    openSheet('none');
    show({ kind: 'cases', open: found.id });
  }
  useKey('Enter', open);
  return (
    <div className="sheet-form" data-testid="registered">
      <h2>{t(`cases.registered.${file?.kind ?? 'case'}`)}</h2>
      {number === noNumber ? (
        <p role="status">{t('cases.registered.later')}</p>
      ) : (
        <p className="case-number" role="status" aria-label={spokenInThrees(number)} data-testid="case-number">
          {inThrees(number)}
        </p>
      )}
      {dues.map(({ what, end }) =>
        end.state === 'running' ? (
          <p key={what}>{t('cases.by', { what: t(`cases.dues.${what}`), day: fullDay(end.day, language) })}</p>
        ) : null,
      )}
      <FormActions onCancel={() => openSheet('none')} cancel={t('actions.close')}>
        <Button look="primary" chord="Enter" data-first-focus="" onClick={open} data-testid="open-registered">
          {t('cases.registered.open')}
        </Button>
      </FormActions>
    </div>
  );
}
