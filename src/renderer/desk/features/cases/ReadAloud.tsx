// A number to be read aloud, in threes, with the sentence in the customer's language and in the other.

import type { ShownCase } from '#shared/contract/cases';
import { inThrees, spokenInThrees } from '#shared/model/caseNumber';
import type { CustomerId, Language } from '#shared/model/ids';
import { channelWith, newestCard } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { FormActions } from '../../ui/FormActions.tsx';
import { useKey } from '../../ui/keys.ts';
import { fullDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

/** One that the backend has still to give. */
export const noNumber = '-';

export function ReadAloud({ id, found }: { readonly id: CustomerId; readonly found: ShownCase }) {
  const { t, tIn } = useWords();
  const { openSheet, actOnCase } = useIntents();
  const language = useDeskState((state) => newestCard(state, id)?.customer.language ?? 'it');
  const channel = useDeskState((state) => channelWith(state, id));
  const due = found.file?.dues.find(({ what }) => what === 'answer' || what === 'target')?.end;
  const hasNumber = found.number !== noNumber;
  const told = () => {
    if (hasNumber) void actOnCase(id, found.id, { kind: 'tell', notices: ['number'], told: channel, text: '' });
    openSheet('none');
  };
  useKey('Enter', told);
  const kind = found.file?.kind ?? 'case';
  const sentence = (spoken: Language): string => {
    const say = tIn(spoken);
    const number = inThrees(found.number);
    const first = say(`cases.aloud.${kind}`, { number });
    return due?.state === 'running'
      ? `${first} ${say('cases.aloud.answer', { day: fullDay(due.day, spoken) })}`
      : first;
  };
  const other = language === 'it' ? 'en' : 'it';
  return (
    <div className="sheet-form read-aloud" data-testid="read-aloud">
      <h2>{t('cases.aloud.title')}</h2>
      {hasNumber ? (
        <>
          <p className="case-number" role="status" aria-label={spokenInThrees(found.number)} data-testid="case-number">
            {inThrees(found.number)}
          </p>
          <p className="case-sentence" lang={language}>
            {sentence(language)}
          </p>
          <p className="sub" lang={other}>
            {sentence(other)}
          </p>
        </>
      ) : (
        <p role="status">{t('cases.aloud.later')}</p>
      )}
      <FormActions onCancel={() => openSheet('none')} cancel={t('cases.aloud.notYet')}>
        <Button look="primary" chord="Enter" data-first-focus="" onClick={told} data-testid="read-out">
          {t('cases.aloud.done')}
        </Button>
      </FormActions>
    </div>
  );
}
