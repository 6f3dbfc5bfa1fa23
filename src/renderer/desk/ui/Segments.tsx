// One choice out of a few, all in sight.
import { useRef } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { Kbd } from './Kbd.tsx';
import { ariaShortcut, useKey } from './keys.ts';

interface SegmentsProps<Id extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly name: string }[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  /** Leads to the chosen one; the arrows change it. */
  readonly chord?: string;
  readonly testId?: string;
}

export function Segments<Id extends string>({
  label,
  options,
  chosen,
  onChoose,
  chord = '',
  testId,
}: SegmentsProps<Id>) {
  const group = useRef<HTMLDivElement>(null);
  useKey(chord, () => group.current?.querySelector<HTMLInputElement>('input:checked')?.focus(), {
    enabled: chord !== '',
  });
  return (
    <RadioGroup
      ref={group}
      className="segments"
      value={chosen}
      onChange={(id) => onChoose(id as Id)}
      orientation="horizontal"
      data-testid={testId}
      data-chosen={chosen}
      {...(chord === '' ? {} : { 'aria-keyshortcuts': ariaShortcut(chord) })}
    >
      <span className="segments-label">
        <Label className="label">{label}</Label>
        {chord === '' ? null : <Kbd chord={chord} quiet />}
      </span>
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
