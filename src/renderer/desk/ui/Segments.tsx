// One choice out of a few, all in sight.
import { Label, Radio, RadioGroup } from 'react-aria-components';

interface SegmentsProps<Id extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly name: string }[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  readonly testId?: string;
}

export function Segments<Id extends string>({ label, options, chosen, onChoose, testId }: SegmentsProps<Id>) {
  return (
    <RadioGroup
      className="segments"
      value={chosen}
      onChange={(id) => onChoose(id as Id)}
      orientation="horizontal"
      data-testid={testId}
      data-chosen={chosen}
    >
      <Label className="label">{label}</Label>
      <div className="segments-track">
        {options.map(({ id, name }) => (
          <Radio key={id} value={id} className="segment">
            {name}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
