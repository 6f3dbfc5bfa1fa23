import { Unbroken } from '../../../src/renderer/desk/ui/Unbroken.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/Unbroken' };

export const States = sheet((say) => ({
  'a number in a sentence': (
    <p style={{ width: 190 }}>
      <Unbroken
        text={say('La pratica ha il numero R-2026-000417', 'The number of the case is R-2026-000417')}
        part="R-2026-000417"
      />
    </p>
  ),
}));
