// Before the sign-in: a link from outside waits, and is followed once somebody is signed in.
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Notice } from '../../ui/Notice.tsx';
import { useWords } from '../../ui/words.tsx';

export function WaitingLink() {
  const { t } = useWords();
  const { closePlaceLink } = useIntents();
  const id = useDeskState((state) => state.main?.placeLink?.id ?? null);
  if (id === null) return null;
  return (
    <Notice
      tone="note"
      title={t('links.waits')}
      body={t('links.waitsAbout')}
      dismiss={{ name: t('actions.dismiss'), run: () => void closePlaceLink(id) }}
    />
  );
}
