// Keys to a CRM: written, and never shown again.
import { useWords } from '../../store/useDesk.ts';
import { TextInput } from '../../ui/TextInput.tsx';

const known = [
  ...['token', 'key', 'clientSecret', 'clientId', 'tenant', 'login', 'user', 'database', 'ticketStatus'],
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

interface KeysProps {
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  readonly onChange: (values: Readonly<Record<string, string>>) => void;
  /** What is missing is said. */
  readonly isMissing: boolean;
}

export function Keys({ names, values, onChange, isMissing }: KeysProps) {
  const { t } = useWords();
  const fieldName = useFieldName();
  return names.map((name) => (
    <TextInput
      key={name}
      label={fieldName(name)}
      type="password"
      value={values[name] ?? ''}
      onChange={(value) => onChange({ ...values, [name]: value })}
      hint={t('connectors.keyAbout')}
      error={isMissing && (values[name] ?? '') === '' ? t('accounts.missing') : null}
      autoComplete="off"
      testId={`connector-${name}`}
    />
  ));
}
