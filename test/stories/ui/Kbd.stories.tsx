import { Kbd } from '../../../src/renderer/desk/ui/Kbd.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/Kbd' };

export const States = sheet(() => ({
  'of a command': <Kbd command="transfer" />,
  'of several keys': <Kbd chord="Ctrl+Shift+Enter" />,
  'with a name': <Kbd chord="Space" />,
  quiet: <Kbd chord="Esc" quiet />,
}));
