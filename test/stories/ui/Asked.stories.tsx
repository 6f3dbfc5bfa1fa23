import { type Asked, AskedFor } from '../../../src/renderer/desk/ui/Asked.tsx';
import { nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/Asked' };

const state = (asked: Asked<string>) => (
  <AskedFor asked={asked} onAgain={nothing}>
    {(value) => <p>{value}</p>}
  </AskedFor>
);

export const States = sheet((say) => ({
  asking: state({ kind: 'asking' }),
  'not to be had': state({ kind: 'unread' }),
  here: state({ kind: 'here', value: say('Tre richieste in attesa', 'Three requests are waiting') }),
}));
