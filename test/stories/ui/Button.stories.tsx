import { PhoneForwarded, Save } from 'lucide-react';
import { Button } from '../../../src/renderer/desk/ui/Button.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/Button' };

export const States = sheet((say) => ({
  plain: <Button>{say('Modifica', 'Edit')}</Button>,
  primary: <Button look="primary">{say('Salva', 'Save')}</Button>,
  live: <Button look="live">{say('Rispondi', 'Answer')}</Button>,
  ghost: <Button look="ghost">{say('Annulla', 'Cancel')}</Button>,
  stop: <Button look="stop">{say('Elimina', 'Delete')}</Button>,
  small: <Button size="small">{say('Riprova', 'Try again')}</Button>,
  big: (
    <Button size="big" look="primary">
      {say('Prova con chi chiama', 'Practise with callers')}
    </Button>
  ),
  'with an icon': <Button icon={Save}>{say('Salva', 'Save')}</Button>,
  'with its key': (
    <Button icon={PhoneForwarded} command="transfer">
      {say('Trasferisci', 'Transfer')}
    </Button>
  ),
  'primary with its key': (
    <Button look="primary" chord="Ctrl+Enter">
      {say('Concludi', 'Finish')}
    </Button>
  ),
  disabled: <Button disabled>{say('Modifica', 'Edit')}</Button>,
  'primary disabled': (
    <Button look="primary" disabled>
      {say('Salva', 'Save')}
    </Button>
  ),
  busy: (
    <Button busy disabled>
      {say('Salvo …', 'Saving …')}
    </Button>
  ),
  'long words': (
    <Button icon={Save}>
      {say('Trasferisci con tutto ciò che è stato scritto', 'Transfer with everything that was written')}
    </Button>
  ),
}));
