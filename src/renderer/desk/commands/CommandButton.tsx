// A button that is a command without a key, found by its name too for as long as it can be pressed.
import type { ComponentProps } from 'react';
import { Button } from '../ui/Button.tsx';
import type { CommandId } from './table.ts';
import { useCommand } from './useCommand.ts';

interface CommandButtonProps extends Omit<ComponentProps<typeof Button>, 'command' | 'chord' | 'onClick'> {
  readonly does: CommandId;
  /** One of several that do it, each with something else: by name nobody could say which is meant. */
  readonly isOneOfSeveral?: boolean;
  readonly onClick: () => void;
}

export function CommandButton({ does, isOneOfSeveral = false, onClick, ...rest }: CommandButtonProps) {
  useCommand(does, onClick, { enabled: rest.disabled !== true && rest.busy !== true, offered: !isOneOfSeveral });
  return <Button {...rest} onClick={onClick} />;
}
