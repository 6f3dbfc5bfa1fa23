// A labelled line to write in, with its hint and what is wrong with it below.
import { FieldError, Input, Label, Text, TextField } from 'react-aria-components';

interface TextInputProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: string;
  /** What is wrong; null when nothing is. */
  readonly error?: string | null;
  readonly type?: 'text' | 'password' | 'email';
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
  /** The id of a <datalist>. */
  readonly suggestions?: string | undefined;
  readonly testId?: string;
}

export function TextInput({
  label,
  value,
  onChange,
  hint,
  error = null,
  suggestions,
  testId,
  ...rest
}: TextInputProps) {
  return (
    <TextField className="text-input" value={value} onChange={onChange} isInvalid={error !== null} {...rest}>
      <Label className="label">{label}</Label>
      <Input data-testid={testId} spellCheck={false} list={suggestions} />
      {hint !== undefined && error === null ? (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      ) : null}
      <FieldError className="error">{error}</FieldError>
    </TextField>
  );
}
