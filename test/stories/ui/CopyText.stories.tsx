import { CopyText } from '../../../src/renderer/desk/ui/CopyText.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/CopyText' };

export const States = sheet((say) => ({
  plain: (
    <CopyText
      text="R-2026-000417"
      copied="R-2026-000417"
      name={say('Copia R-2026-000417', 'Copy R-2026-000417')}
      done={say('Copiato', 'Copied')}
    />
  ),
}));
