// Several lines to write in, with their label, hint and what is wrong below.
import { FieldError, Label, Text, TextArea, TextField } from 'react-aria-components';

interface TextBoxProps {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly rows?: number;
  readonly hint?: string;
  /** What is wrong; null when nothing is. */
  readonly error?: string | null;
  /** Of what is written in it, where it is not the desk's own. */
  readonly lang?: string;
  readonly testId?: string;
}

export function TextBox({ label, value, onChange, rows = 2, hint, error = null, lang, testId }: TextBoxProps) {
  return (
    <TextField className="text-input" value={value} onChange={onChange} isInvalid={error !== null}>
      <Label className="label">{label}</Label>
      <TextArea rows={rows} lang={lang} data-testid={testId} />
      {hint !== undefined && error === null ? (
        <Text slot="description" className="hint">
          {hint}
        </Text>
      ) : null}
      <FieldError className="error">{error}</FieldError>
    </TextField>
  );
}
