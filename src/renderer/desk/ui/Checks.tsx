// Any number of choices out of a few, one below the other.
import { Check } from 'lucide-react';
import { Checkbox, CheckboxGroup, FieldError, Label } from 'react-aria-components';

interface ChecksProps<Id extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly name: string }[];
  readonly chosen: readonly Id[];
  readonly onChoose: (ids: Id[]) => void;
  /** What is wrong; null when nothing is. */
  readonly error?: string | null;
  readonly testId?: string;
}

export function Checks<Id extends string>({ label, options, chosen, onChoose, error = null, testId }: ChecksProps<Id>) {
  return (
    <CheckboxGroup
      className="checks"
      value={[...chosen]}
      onChange={(ids) => onChoose(options.map(({ id }) => id).filter((id) => ids.includes(id)))}
      isInvalid={error !== null}
      data-testid={testId}
    >
      <Label className="label">{label}</Label>
      {options.map(({ id, name }) => (
        <Checkbox
          key={id}
          value={id}
          className="check"
          data-testid={testId === undefined ? undefined : `${testId}-${id}`}
        >
          <span className="check-box">
            <Check aria-hidden="true" />
          </span>
          {name}
        </Checkbox>
      ))}
      <FieldError className="error">{error}</FieldError>
    </CheckboxGroup>
  );
}
