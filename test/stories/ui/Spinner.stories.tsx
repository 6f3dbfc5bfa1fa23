import { Spinner } from '../../../src/renderer/desk/ui/Spinner.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/Spinner' };

export const States = sheet(() => ({ turning: <Spinner /> }));
