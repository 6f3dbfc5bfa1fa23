import { TextInput } from '../../../src/renderer/desk/ui/TextInput.tsx';
import { nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/TextInput' };

export const States = sheet((say) => ({
  empty: <TextInput label={say('Nome utente', 'User name')} value="" onChange={nothing} />,
  'with a hint': (
    <TextInput
      label={say('Indirizzo del servizio', 'Address of the service')}
      value=""
      onChange={nothing}
      hint={say('Lo dà chi ha installato Cornetta.', 'Whoever installed Cornetta has it.')}
    />
  ),
  written: (
    <TextInput
      label="E-mail"
      type="email"
      value="amministrazione.produttori.riuniti.valle.del.ticino@esempio.it"
      onChange={nothing}
    />
  ),
  password: <TextInput label="Password" type="password" value="segreta-e-lunga" onChange={nothing} />,
  wrong: (
    <TextInput
      label={say('Nome utente', 'User name')}
      value="giulia"
      onChange={nothing}
      error={say('Nome utente o password non sono giusti.', 'User name or password are not right.')}
    />
  ),
}));
