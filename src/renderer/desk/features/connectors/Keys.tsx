// How one signs in to a CRM: with keys, which are written and never shown again, or as a person.
import type { ConnectorList, NewConnector } from '#shared/protocol/connectors';
import { CopyText } from '../../ui/CopyText.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';

const known = [
  ...[
    'token',
    'key',
    'clientSecret',
    'webhookSecret',
    'clientId',
    'tenant',
    'login',
    'user',
    'database',
    'ticketStatus',
  ],
  ...['assignedUser', 'customerRole', 'group', 'name', 'address', 'id', 'portfolioId', 'secrets'],
] as const;

/** What a field of a description is called; what nobody has a word for is called as it is there. */
export function useFieldName() {
  const { t } = useWords();
  return (name: string): string => {
    const field = known.find((one) => one === name);
    return field === undefined ? name : t(`connectors.fields.${field}`);
  };
}

export interface Access {
  readonly way: NewConnector['way'];
  readonly settings: Readonly<Record<string, string>>;
  readonly secrets: Readonly<Record<string, string>>;
}

type Ways = ConnectorList['kinds'][number]['ways'];

/** What that way asks for, with what is usual where nothing else was said; null: a key is missing. */
export function accessAsked(ways: Ways, { way, settings, secrets }: Access): Access | null {
  const asks = ways.find((one) => one.way === way);
  if (asks === undefined || asks.secrets.some((secret) => (secrets[secret] ?? '') === '')) return null;
  return {
    way,
    settings: Object.fromEntries(
      asks.settings.map(({ name, default: usual }) => [name, settings[name] ?? usual ?? '']),
    ),
    secrets: Object.fromEntries(
      [...asks.secrets, ...asks.optional].flatMap((name) => (secrets[name] ? [[name, secrets[name]]] : [])),
    ),
  };
}

interface KeysProps {
  readonly ways: Ways;
  readonly access: Access;
  readonly onChange: (access: Access) => void;
  /** What is missing is said. */
  readonly isMissing: boolean;
  /** Optional secrets that are there, and stay where nothing is written. */
  readonly there: readonly string[];
}

export function Keys({ ways, access, onChange, isMissing, there }: KeysProps) {
  const { t } = useWords();
  const fieldName = useFieldName();
  const { way, settings, secrets } = access;
  const aboutOf = (name: string, isOptional: boolean) => {
    if (!isOptional) return t('connectors.keyAbout');
    return t(there.includes(name) ? 'connectors.optionalThere' : 'connectors.optionalAbout');
  };
  const asks = ways.find((one) => one.way === way);
  if (asks === undefined) return null;
  return (
    <>
      {ways.length < 2 ? null : (
        <Segments
          label={t('connectors.way')}
          options={ways.map((one) => ({ id: one.way, name: t(`connectors.ways.${one.way}`) }))}
          chosen={way}
          onChoose={(chosen) => onChange({ ...access, way: chosen })}
          testId="connector-way"
        />
      )}
      {asks.redirectUri === null ? null : (
        <dl>
          <dt>{t('connectors.agreement.redirectUri')}</dt>
          <dd>
            <CopyText
              text={asks.redirectUri}
              copied={asks.redirectUri}
              name={`${t('connectors.agreement.copy')}: ${asks.redirectUri}`}
              done={t('connectors.agreement.copied')}
              testId="redirect-uri"
            />
            <p className="sub">{t('connectors.agreement.redirectUriAbout')}</p>
          </dd>
        </dl>
      )}
      {asks.settings.map(({ name, default: usual }) => (
        <TextInput
          key={`${way} ${name}`}
          label={fieldName(name)}
          value={settings[name] ?? usual ?? ''}
          onChange={(value) => onChange({ ...access, settings: { ...settings, [name]: value } })}
          testId={`connector-${name}`}
        />
      ))}
      {[...asks.secrets, ...asks.optional].map((name) => (
        <TextInput
          key={`${way} ${name}`}
          label={fieldName(name)}
          type="password"
          value={secrets[name] ?? ''}
          onChange={(value) => onChange({ ...access, secrets: { ...secrets, [name]: value } })}
          hint={aboutOf(name, asks.optional.includes(name))}
          error={
            isMissing && asks.secrets.includes(name) && (secrets[name] ?? '') === '' ? t('connectors.keyMissing') : null
          }
          autoComplete="off"
          testId={`connector-${name}`}
        />
      ))}
    </>
  );
}
