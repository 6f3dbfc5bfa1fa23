import { Marked } from '../../../src/renderer/desk/ui/Marked.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/Marked' };

export const States = sheet(() => ({
  nowhere: <Marked text="Carlo Bianchi" marks={[]} />,
  'at two places': (
    <Marked
      text="Carlo Bianchi"
      marks={[
        [0, 3],
        [6, 9],
      ]}
    />
  ),
}));
