import { Panel } from '../../../src/renderer/desk/ui/Panel.tsx';
import { nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/Panel' };

export const States = sheet((say) => ({
  plain: (
    <Panel title={say('Parole da preferire', 'Words to prefer')} onClose={nothing} testId="plain">
      <p>{say('Verifico subito per Lei.', 'I will look into it for you.')}</p>
    </Panel>
  ),
  'long title': (
    <Panel
      title={say(
        'Che cosa dire a chi chiede di parlare subito con il responsabile',
        'What to say to somebody who asks for the person in charge at once',
      )}
      onClose={nothing}
      testId="long"
    >
      <p>{say('Resto con Lei finché risponde.', 'I stay with you until they answer.')}</p>
    </Panel>
  ),
}));
