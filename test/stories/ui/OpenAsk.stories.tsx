import { OpenAsk } from '../../../src/renderer/desk/ui/OpenAsk.tsx';
import { nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/OpenAsk' };

export const States = sheet(
  () => ({
    asked: <OpenAsk name="bolletta-ottobre.pdf" onOpen={nothing} onLeave={nothing} />,
    'long name': (
      <OpenAsk
        name={`${'verbale-di-sopralluogo-della-sede-secondaria-'.repeat(3)}2026-11-24.pdf`}
        onOpen={nothing}
        onLeave={nothing}
      />
    ),
  }),
  { wide: true },
);
