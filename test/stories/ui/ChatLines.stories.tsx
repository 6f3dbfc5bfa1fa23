import type { ChatMessage } from '#shared/contract/chats';
import { afternoon, at } from '#test/support/deskPeople';
import { Button } from '../../../src/renderer/desk/ui/Button.tsx';
import { ChatLines } from '../../../src/renderer/desk/ui/ChatLines.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/ChatLines' };

const message = (id: string, change: Partial<ChatMessage>): ChatMessage => ({
  id,
  at: at(afternoon),
  by: 'visitor',
  name: null,
  file: null,
  kind: 'text',
  text: '',
  state: 'sent',
  seen: false,
  ...change,
});
const longWord = `https://esempio.it/${'contratti'.repeat(12)}`;

export const States = sheet((say) => ({
  nothing: <ChatLines messages={[]} name="Carlo Bianchi" />,
  'a conversation': (
    <ChatLines
      name="Carlo Bianchi"
      messages={[
        message('1', { kind: 'event', by: 'house', text: 'taken' }),
        message('2', { text: say('Buongiorno, la linea è assente.', 'Good morning, the line is down.') }),
        message('3', {
          by: 'agent',
          seen: true,
          text: say('Buongiorno, verifico subito.', 'Good morning, I will look.'),
        }),
        message('4', { kind: 'file', text: 'bolletta-ottobre.pdf' }),
        message('5', {
          by: 'agent',
          name: 'Luca Moretti',
          text: say('Le scrivo da qui in poi io.', 'I take over here.'),
        }),
        message('6', { kind: 'event', by: 'house', text: 'silent' }),
      ]}
    />
  ),
  'on its way, and refused': (
    <ChatLines
      name="Carlo Bianchi"
      messages={[
        message('1', { by: 'agent', state: 'waiting', text: say('Un attimo.', 'One moment.') }),
        message('2', { by: 'agent', state: 'refused', text: say('Ecco il modulo.', 'Here is the form.') }),
      ]}
      onRefused={() => <Button size="small">{say('Riprova', 'Try again')}</Button>}
    />
  ),
  'long names and words': (
    <ChatLines
      name="Cooperativa Agricola Produttori Riuniti della Valle del Ticino e dei Navigli"
      messages={[message('1', { text: longWord }), message('2', { by: 'agent', text: longWord })]}
    />
  ),
}));
