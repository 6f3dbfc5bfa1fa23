// One choice out of a few, all in sight.
import type { Ref } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import { chordOf, type KeyedCommandId } from '../commands/table.ts';
import { Kbd } from './Kbd.tsx';
import { ariaShortcut } from './keys.ts';

interface SegmentsProps<Id extends string> {
  readonly label: string;
  readonly options: readonly { readonly id: Id; readonly name: string }[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
  /** Leads to the chosen one (`focusChosen`); the arrows change it. */
  readonly command?: KeyedCommandId;
  readonly groupRef?: Ref<HTMLDivElement>;
  readonly testId?: string;
}

/** Of the group that `groupRef` has. */
export const focusChosen = (group: HTMLElement | null): void =>
  group?.querySelector<HTMLInputElement>('input:checked')?.focus();

export function Segments<Id extends string>({
  label,
  options,
  chosen,
  onChoose,
  command,
  groupRef,
  testId,
}: SegmentsProps<Id>) {
  return (
    <RadioGroup
      ref={groupRef}
      className="segments"
      value={chosen}
      onChange={(id) => onChoose(id as Id)}
      orientation="horizontal"
      data-testid={testId}
      data-chosen={chosen}
      {...(command !== undefined && { 'aria-keyshortcuts': ariaShortcut(chordOf(command)) })}
    >
      <span className="segments-label">
        <Label className="label">{label}</Label>
        {command === undefined ? null : <Kbd command={command} quiet />}
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
