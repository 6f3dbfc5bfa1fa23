import { Button } from '../../../src/renderer/desk/ui/Button.tsx';
import { Notice } from '../../../src/renderer/desk/ui/Notice.tsx';
import { nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/Notice' };

export const States = sheet(
  (say) => {
    const dismiss = { name: say('Chiudi', 'Close'), run: nothing };
    return {
      note: (
        <Notice
          tone="note"
          title={say('Nuova versione', 'A new version')}
          body={say('Si installa alla prossima chiusura.', 'It is installed when you close the desk.')}
          dismiss={dismiss}
        />
      ),
      hold: (
        <Notice
          tone="hold"
          title={say('Servizio non raggiungibile', 'The service cannot be reached')}
          body={say('Ciò che scrive resta su questo PC.', 'What you write stays on this PC.')}
          small={say('Nuovo tentativo tra 12 s', 'Trying again in 12 s')}
        >
          <Button size="small">{say('Riprova', 'Try again')}</Button>
        </Notice>
      ),
      stop: (
        <Notice
          tone="stop"
          title={say('Il disco è pieno', 'The disk is full')}
          body={say('Liberi dello spazio: non si può salvare nulla.', 'Free some space: nothing can be saved.')}
          small="4F7K-22"
        />
      ),
      'beside and long': (
        <Notice
          tone="note"
          title={say(
            'Cooperativa Agricola Produttori Riuniti della Valle del Ticino e dei Navigli ha chiesto di essere richiamata',
            'Cooperativa Agricola Produttori Riuniti della Valle del Ticino e dei Navigli has asked to be called back',
          )}
          body={say(
            'Oggi entro le 17:30, al numero dal quale ha chiamato; riguarda la pratica che ha in lavorazione Luca Moretti, che oggi non c’è.',
            'Today by 17:30, at the number from which they called; it is about the case that Luca Moretti works on, who is away today.',
          )}
          beside={<Button size="small">{say('Chiama', 'Call')}</Button>}
          dismiss={dismiss}
        />
      ),
    };
  },
  { wide: true },
);
