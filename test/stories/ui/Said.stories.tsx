import { Said, SaidText } from '../../../src/renderer/desk/ui/Said.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/Said' };

const welcome = {
  it: 'Buongiorno, sono Giulia. Come posso aiutarLa?',
  en: 'Good morning, this is Giulia. How can I help?',
};

export const States = sheet(() => ({
  'to an Italian customer': <SaidText language="it" text={welcome} />,
  'to an English customer': <SaidText language="en" text={welcome} />,
  'several lines': (
    <Said
      language="it"
      lines={[
        { said: 'Mi dispiace per l’attesa.', other: 'I am sorry that you had to wait.' },
        {
          said: 'Verifico subito che cosa è successo e Le dico che cosa possiamo fare, e per quando.',
          other: 'I will look at once into what has happened and tell you what we can do, and by when.',
        },
      ]}
    />
  ),
}));
