// Who is spoken to from abroad has to be told from where (D.L. 83/2012 art. 24-bis): a tick that it was said, which stands in the report.
import { Check } from 'lucide-react';
import { Checkbox } from 'react-aria-components';
import type { InteractionId } from '#shared/model/ids';
import { siteOf } from '#shared/protocol/workstation';
import { draftOf, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useWords } from '../../ui/words.tsx';

export function ToldCountry({ id }: { readonly id: InteractionId }) {
  const { t, language } = useWords();
  const { edit } = useIntents();
  const told = useDeskState((state) => draftOf(state, id).toldCountry);
  const country = useDeskState((state) => {
    const workstation = workstationOf(state);
    return workstation === null ? null : siteOf(workstation).country;
  });
  if (country === null) return null;
  const name = new Intl.DisplayNames(language, { type: 'region' }).of(country) ?? country;
  return (
    <Checkbox
      className="check"
      isSelected={told !== null}
      onChange={(isTold) => edit(id, { toldCountry: isTold ? country : null })}
      data-testid="told-country"
    >
      <span className="check-box">
        <Check aria-hidden="true" />
      </span>
      {t('help.toldCountry', { country: name })}
    </Checkbox>
  );
}
