import { Button } from '../../../src/renderer/desk/ui/Button.tsx';
import { FormActions } from '../../../src/renderer/desk/ui/FormActions.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/FormActions' };

const nothing = () => {};

export const States = sheet(
  (say) => ({
    usual: (
      <FormActions onCancel={nothing}>
        <Button look="primary">{say('Salva', 'Save')}</Button>
      </FormActions>
    ),
    'another word for leaving, and a way back': (
      <FormActions
        onCancel={nothing}
        cancel={say('Lascia così', 'Leave it')}
        before={<Button look="ghost">{say('Elimina', 'Delete')}</Button>}
      >
        <Button look="primary">{say('Manda in conferma', 'Send for confirmation')}</Button>
      </FormActions>
    ),
  }),
  { wide: true },
);
