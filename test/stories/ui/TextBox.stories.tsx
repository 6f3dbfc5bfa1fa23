import { TextBox } from '../../../src/renderer/desk/ui/TextBox.tsx';
import { Held, nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/TextBox' };

export const States = sheet((say) => ({
  empty: (
    <TextBox
      label={say('Perché', 'Why')}
      value=""
      onChange={nothing}
      hint={say('Lo legge chi ha in carico la pratica.', 'Whoever works on the case reads it.')}
    />
  ),
  written: (
    <Held
      first={say(
        'Il cliente ha chiamato tre volte per lo stesso guasto.',
        'The customer called three times for one fault.',
      )}
    >
      {(value, write) => <TextBox label={say('Perché', 'Why')} value={value} onChange={write} rows={3} />}
    </Held>
  ),
  wrong: (
    <TextBox
      label={say('Perché', 'Why')}
      value=""
      onChange={nothing}
      error={say(
        'Scriva perché: senza motivo non si può rifiutare.',
        'Write why: it cannot be refused without a reason.',
      )}
    />
  ),
}));
