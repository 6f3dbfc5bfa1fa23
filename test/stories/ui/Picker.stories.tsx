import { userEvent, within } from 'storybook/test';
import { Picker, type PickerGroup } from '../../../src/renderer/desk/ui/Picker.tsx';
import { Held, nothing, type Say, sheet } from '../sheet.tsx';

export default { title: 'Components/Picker' };

const groups = (say: Say): PickerGroup[] => [
  {
    code: 'REC',
    label: say('Reclami', 'Complaints'),
    options: [
      { code: 'REC-04', label: say('Guasto non risolto', 'Fault not solved') },
      {
        code: 'REC-09',
        label: say(
          'Importi in bolletta che non corrispondono a quanto promesso alla firma del contratto',
          'Amounts on the bill other than those promised when the contract was signed',
        ),
      },
    ],
  },
  {
    code: 'INF',
    label: say('Informazioni', 'Information'),
    options: [{ code: 'INF-01', label: say('Orari', 'Hours') }],
  },
];
const common = (say: Say) => ({
  label: say('Motivo', 'Reason'),
  placeholder: say('Scriva per trovare', 'Type to find'),
  noneFound: say('Nessun motivo con queste parole.', 'No reason has these words.'),
  groups: groups(say),
  onChoose: nothing,
  inputRef: null,
});

export const States = sheet((say) => ({
  empty: <Picker {...common(say)} chosen={null} error={null} command="reason" testId="empty" />,
  chosen: <Picker {...common(say)} chosen="REC-04" error={null} command="reason" testId="chosen" />,
  'long name': <Picker {...common(say)} chosen="REC-09" error={null} command={null} testId="long" />,
  missing: (
    <Picker
      {...common(say)}
      chosen={null}
      error={say('Manca il motivo', 'The reason is missing')}
      command="reason"
      testId="missing"
    />
  ),
}));

export const Open = sheet(
  (say) => ({
    'its list': (
      <Held<string | null> first={null}>
        {(chosen, choose) => (
          <Picker {...common(say)} chosen={chosen} onChoose={choose} error={null} command={null} testId="picker" />
        )}
      </Held>
    ),
  }),
  { play: () => userEvent.click(within(document.body).getByRole('combobox')) },
);
