import { userEvent, within } from 'storybook/test';
import { DayField } from '../../../src/renderer/desk/ui/DayField.tsx';
import { Held, nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/DayField' };

export const States = sheet((say) => ({
  empty: <DayField label={say('Entro il', 'By')} day={null} onChange={nothing} testId="empty" />,
  chosen: <DayField label={say('Entro il', 'By')} day="2026-12-01" onChange={nothing} testId="chosen" />,
  wrong: (
    <DayField
      label={say('Entro il', 'By')}
      day="2026-11-02"
      onChange={nothing}
      error={say('Questo giorno è passato.', 'That day has passed.')}
      testId="wrong"
    />
  ),
}));

export const Open = sheet(
  (say) => ({
    'the month': (
      <Held<string | null> first="2026-12-01">
        {(day, change) => <DayField label={say('Entro il', 'By')} day={day} onChange={change} testId="day" />}
      </Held>
    ),
  }),
  { play: () => userEvent.click(within(document.body).getByRole('button')) },
);
