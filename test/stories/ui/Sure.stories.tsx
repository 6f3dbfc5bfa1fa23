import { Sure } from '../../../src/renderer/desk/ui/Sure.tsx';
import { nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/Sure' };

const noPromise = () => Promise.resolve();

export const States = sheet(
  (say) => ({
    hold: (
      <Sure
        title={say('Togliere questo allegato?', 'Remove this attachment?')}
        body={say('Resta nella pratica per 30 giorni.', 'It stays with the case for 30 days.')}
        does={say('Togli', 'Remove')}
        onDo={noPromise}
        onLeave={nothing}
        testId="hold"
      />
    ),
    stop: (
      <Sure
        tone="stop"
        title={say('Cancellare tutti i dati?', 'Erase all data?')}
        body={say('Non si può annullare.', 'It cannot be undone.')}
        does={say('Cancella', 'Erase')}
        onDo={noPromise}
        onLeave={nothing}
        testId="stop"
      />
    ),
    'nothing is lost': (
      <Sure
        keepsAll
        title={say('Mettere in vigore?', 'Bring into force?')}
        body={say('Vale da subito per tutti.', 'It counts for everybody at once.')}
        does={say('Metti in vigore', 'Bring into force')}
        onDo={noPromise}
        onLeave={nothing}
        testId="keeps"
      />
    ),
  }),
  { wide: true },
);
