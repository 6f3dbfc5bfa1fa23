import { Checks } from '../../../src/renderer/desk/ui/Checks.tsx';
import { Held, nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/Checks' };

export const States = sheet((say) => {
  const label = say('Che cosa serve al cliente', 'What the customer needs');
  const options = [
    { id: 'email', name: say('Preferisce e-mail', 'Prefers e-mail') },
    { id: 'slowly', name: say('Parlare piano e chiaro', 'Speak slowly and clearly') },
    {
      id: 'writing',
      name: say(
        'Vuole conferma scritta di tutto ciò che è stato detto, anche degli appuntamenti con il tecnico',
        'Wants everything that was said confirmed in writing, appointments with the technician as well',
      ),
    },
  ];
  return {
    'some chosen': (
      <Held first={['slowly']}>
        {(chosen, choose) => <Checks label={label} options={options} chosen={chosen} onChoose={choose} />}
      </Held>
    ),
    none: <Checks label={label} options={options} chosen={[]} onChoose={nothing} />,
    wrong: (
      <Checks
        label={label}
        options={options}
        chosen={[]}
        onChoose={nothing}
        error={say('Ne serve almeno uno.', 'At least one is needed.')}
      />
    ),
  };
});
