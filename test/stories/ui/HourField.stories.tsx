import { HourField } from '../../../src/renderer/desk/ui/HourField.tsx';
import { nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/HourField' };

export const States = sheet((say) => ({
  empty: <HourField label={say('Alle', 'At')} time={null} onChange={nothing} testId="empty" />,
  chosen: <HourField label={say('Alle', 'At')} time="15:45" onChange={nothing} testId="chosen" />,
}));
