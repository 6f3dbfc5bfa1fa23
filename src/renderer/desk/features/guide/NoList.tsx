// In place of a list that the company does not have, or that has not come yet.
import { useWords } from '../../ui/words.tsx';

export function NoList() {
  const { t } = useWords();
  return <p className="sub">{t('help.noList')}</p>;
}
