import { Pencil, X } from 'lucide-react';
import { IconButton } from '../../../src/renderer/desk/ui/IconButton.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/IconButton' };

export const States = sheet((say) => ({
  plain: <IconButton icon={Pencil} name={say('Modifica', 'Edit')} />,
  'with a key': <IconButton icon={X} name={say('Chiudi', 'Close')} chord="Esc" />,
  disabled: <IconButton icon={Pencil} name={say('Modifica', 'Edit')} disabled />,
}));
