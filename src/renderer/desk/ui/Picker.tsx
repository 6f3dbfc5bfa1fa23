// A list to choose from by typing: groups, codes and labels, found by any of their words, accents or not.
import { ChevronDown } from 'lucide-react';
import { type KeyboardEvent, type Ref, useMemo } from 'react';
import {
  Button,
  Collection,
  ComboBox,
  Header,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  ListBoxSection,
  Popover,
} from 'react-aria-components';
import { chordOf, type KeyedCommandId } from '../commands/table.ts';
import { Kbd } from './Kbd.tsx';
import { ariaShortcut } from './keys.ts';
import { foldText } from './text.ts';

export interface PickerOption {
  readonly code: string;
  readonly label: string;
  /** Its code is the program's alone. */
  readonly isPlain?: boolean;
}

export interface PickerGroup {
  readonly code: string;
  readonly label: string;
  readonly options: readonly PickerOption[];
}

interface PickerProps {
  readonly label: string;
  readonly placeholder: string;
  readonly noneFound: string;
  readonly groups: readonly PickerGroup[];
  readonly chosen: string | null;
  readonly onChoose: (code: string | null) => void;
  /** What is wrong; null when nothing is. */
  readonly error: string | null;
  /** Leads here; null: it is reached from beside. */
  readonly command: KeyedCommandId | null;
  readonly testId: string;
  readonly inputRef: Ref<HTMLInputElement>;
}

const textOf = ({ code, label, isPlain = false }: PickerOption): string => (isPlain ? label : `${code} ${label}`);

export function Picker({ groups, chosen, onChoose, error, command, testId, inputRef, ...words }: PickerProps) {
  const findable = useMemo(
    () =>
      new Map(
        groups.flatMap((group) =>
          group.options.map((option) => [textOf(option), foldText(`${textOf(option)} ${group.label}`)] as const),
        ),
      ),
    [groups],
  );
  const found = (text: string, typed: string) =>
    foldText(typed)
      .split(/\s+/)
      .every((word) => (findable.get(text) ?? '').includes(word));

  /** Enter takes the first of what was found, where the arrows have not gone to another. */
  function takeFirst(event: KeyboardEvent<HTMLInputElement>) {
    const typed = event.currentTarget.value;
    if (event.key !== 'Enter' || event.currentTarget.hasAttribute('aria-activedescendant') || typed === '') return;
    const first = groups.flatMap((group) => group.options).find((option) => found(textOf(option), typed));
    if (first !== undefined) onChoose(first.code);
  }

  return (
    <ComboBox
      className="picker"
      {...(error === null ? {} : { 'aria-describedby': `${testId}-error` })}
      defaultItems={groups}
      defaultFilter={found}
      selectedKey={chosen}
      onSelectionChange={(key) => onChoose(key === null ? null : String(key))}
      menuTrigger="focus"
      allowsEmptyCollection
      isInvalid={error !== null}
    >
      <Label>{words.label}</Label>
      <Input
        ref={inputRef}
        data-testid={testId}
        placeholder={error ?? words.placeholder}
        // What is chosen gives way to what is typed next.
        onFocus={(event) => event.currentTarget.select()}
        onKeyDown={takeFirst}
        {...(command !== null && { 'aria-keyshortcuts': ariaShortcut(chordOf(command)) })}
        spellCheck={false}
      />
      {chosen === null && command !== null ? <Kbd command={command} quiet /> : null}
      <Button className="picker-open">
        <ChevronDown aria-hidden="true" />
      </Button>
      {error === null ? null : (
        <span id={`${testId}-error`} className="visually-hidden">
          {error}
        </span>
      )}
      <Popover className="popover picker-popover" offset={6}>
        <ListBox<PickerGroup> className="list" renderEmptyState={() => <p className="list-empty">{words.noneFound}</p>}>
          {(group) => (
            <ListBoxSection id={group.code} className="list-section">
              <Header className="list-header">{group.label}</Header>
              <Collection items={group.options.map((option) => ({ ...option, id: option.code }))}>
                {(option) => (
                  <ListBoxItem id={option.code} textValue={textOf(option)} className="list-item">
                    {option.isPlain ? null : <span className="code">{option.code}</span>}
                    <span>{option.label}</span>
                  </ListBoxItem>
                )}
              </Collection>
            </ListBoxSection>
          )}
        </ListBox>
      </Popover>
    </ComboBox>
  );
}
