import { Sheet } from '../../../src/renderer/desk/ui/Sheet.tsx';
import { SheetHead } from '../../../src/renderer/desk/ui/SheetHead.tsx';
import { TextInput } from '../../../src/renderer/desk/ui/TextInput.tsx';
import { nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/Sheet' };

export const Wide = sheet(
  (say) => ({
    'with a head': (
      <Sheet label={say('Consensi', 'Consents')} onClose={nothing}>
        <SheetHead title={say('Consensi', 'Consents')} about="Carlo Bianchi" onClose={nothing} />
        <div className="sheet-form">
          <p>{say('Non ne ha dato ancora nessuno.', 'None has been given yet.')}</p>
        </div>
      </Sheet>
    ),
  }),
  { wide: true },
);

export const Narrow = sheet(
  (say) => ({
    'long title': (
      <Sheet label={say('Componi', 'Dial')} onClose={nothing} narrow>
        <SheetHead
          title={say('Chiama un numero che non è nella scheda', 'Call a number that is not on the card')}
          about="Cooperativa Agricola Produttori Riuniti della Valle del Ticino e dei Navigli"
          onClose={nothing}
        />
        <div className="sheet-form">
          <TextInput label={say('Numero', 'Number')} value="" onChange={nothing} />
        </div>
      </Sheet>
    ),
  }),
  { wide: true },
);
