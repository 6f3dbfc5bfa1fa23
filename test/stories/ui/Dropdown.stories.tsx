import { userEvent, within } from 'storybook/test';
import { Dropdown } from '../../../src/renderer/desk/ui/Dropdown.tsx';
import { Held, nothing, type Say, sheet } from '../sheet.tsx';

export default { title: 'Components/Dropdown' };

const options = (say: Say) => [
  { id: 'usual', name: say('Come il computer', 'As the computer') },
  { id: 'usb', name: say('Cuffia USB', 'USB headset') },
  { id: 'long', name: 'Altoparlanti (Realtek High Definition Audio, secondo dispositivo di uscita)' },
];

export const States = sheet((say) => ({
  chosen: <Dropdown label={say('Microfono', 'Microphone')} options={options(say)} chosen="usb" onChoose={nothing} />,
  'long name': (
    <Dropdown label={say('Altoparlante', 'Speaker')} options={options(say)} chosen="long" onChoose={nothing} />
  ),
}));

export const Open = sheet(
  (say) => ({
    'its list': (
      <Held first="usb">
        {(chosen, choose) => (
          <Dropdown label={say('Microfono', 'Microphone')} options={options(say)} chosen={chosen} onChoose={choose} />
        )}
      </Held>
    ),
  }),
  { play: () => userEvent.click(within(document.body).getByRole('button')) },
);
