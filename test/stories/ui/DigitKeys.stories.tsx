import { DigitKeys } from '../../../src/renderer/desk/ui/DigitKeys.tsx';
import { nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/DigitKeys' };

export const States = sheet(() => ({ keys: <DigitKeys onPress={nothing} /> }));
