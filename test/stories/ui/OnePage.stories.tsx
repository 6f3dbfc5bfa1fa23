import { OnePage } from '../../../src/renderer/desk/ui/OnePage.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/OnePage' };

export const States = sheet(
  (say) => {
    const page = (thing: string | null | undefined) => (
      <OnePage
        className=""
        testId="one"
        onBack={() => {}}
        back={{ name: say('Tutti i report', 'All reports'), testId: 'back' }}
        thing={thing}
        gone={say('Non si può avere adesso.', 'It cannot be had now.')}
      >
        {(title) => <h2>{title}</h2>}
      </OnePage>
    );
    return {
      read: page(say('Settimana 48', 'Week 48')),
      'being read': page(undefined),
      'cannot be had': page(null),
    };
  },
  { wide: true },
);
