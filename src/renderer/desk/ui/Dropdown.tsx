// One choice out of a few, as a field that opens: for devices and the like.
import { ChevronDown } from 'lucide-react';
import { Button, Label, ListBox, ListBoxItem, Popover, Select, SelectValue } from 'react-aria-components';

interface DropdownProps {
  readonly label: string;
  readonly options: readonly { readonly id: string; readonly name: string }[];
  readonly chosen: string;
  readonly onChoose: (id: string) => void;
  readonly testId?: string;
}

export function Dropdown({ label, options, chosen, onChoose, testId }: DropdownProps) {
  return (
    <Select className="dropdown" value={chosen} onChange={(id) => id !== null && onChoose(String(id))}>
      <Label className="label">{label}</Label>
      <Button className="dropdown-button" data-testid={testId}>
        <SelectValue
          className="dropdown-value"
          render={(value) => <span {...value} title={options.find(({ id }) => id === chosen)?.name} />}
        />
        <ChevronDown aria-hidden="true" />
      </Button>
      <Popover className="popover dropdown-popover" offset={6}>
        <ListBox className="list">
          {options.map(({ id, name }) => (
            <ListBoxItem key={id} id={id} textValue={name} className="list-item">
              {name}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </Select>
  );
}
