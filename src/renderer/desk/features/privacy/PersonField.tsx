// Whom something is about: searched for among everybody's customers when asked to, for each search is on record.
import { Search } from 'lucide-react';
import { type KeyboardEvent, useState } from 'react';
import type { PrivacyPerson } from '#shared/protocol/privacy';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';

interface PersonFieldProps {
  readonly person: PrivacyPerson | null;
  readonly onChoose: (person: PrivacyPerson | null) => void;
}

export function PersonField({ person, onChoose }: PersonFieldProps) {
  const { t } = useWords();
  const { findPeople } = useIntents();
  const [text, setText] = useState('');
  const [found, setFound] = useState<readonly PrivacyPerson[] | null>(null);
  const search = () => {
    if (text.trim().length >= 2) void findPeople(text.trim()).then(setFound);
  };
  const onKey = (event: KeyboardEvent) => {
    if (event.key === 'Enter') search();
  };
  if (person !== null)
    return (
      <p className="person-chosen" data-testid="person-chosen">
        <strong>{person.name}</strong>
        <span className="sub">{person.code}</span>
        <Button size="small" look="ghost" onClick={() => onChoose(null)}>
          {t('privacy.requests.change')}
        </Button>
      </p>
    );
  return (
    <div className="form">
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the field inside takes the key */}
      <div className="field-and-button" onKeyDown={onKey}>
        <TextInput
          label={t('privacy.requests.person')}
          hint={t('privacy.requests.searchHint')}
          value={text}
          onChange={setText}
          testId="person-text"
        />
        <Button icon={Search} onClick={search} data-testid="person-search">
          {t('privacy.requests.search')}
        </Button>
      </div>
      {found === null ? null : found.length === 0 ? (
        <p className="sub" role="status">
          {t('privacy.requests.noneFound')}
        </p>
      ) : (
        <ul className="choices person-found">
          {found.map((one) => (
            <li key={one.id}>
              <button type="button" className="choice" onClick={() => onChoose(one)} data-testid="person">
                <strong>{one.name}</strong>
                <span className="sub">
                  {one.code}
                  {one.city === null ? '' : ` · ${one.city}`}
                </span>
                {one.onHold || one.restricted ? (
                  <Tag tone="hold">{t(one.onHold ? 'privacy.requests.onHold' : 'privacy.requests.restricted')}</Tag>
                ) : null}
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
