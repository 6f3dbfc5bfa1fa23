import { Bars } from '../../../src/renderer/desk/ui/Bars.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/Bars' };

export const States = sheet(() => ({ one: <Bars full={1} />, two: <Bars full={2} />, three: <Bars full={3} /> }));
