import { Segments } from '../../../src/renderer/desk/ui/Segments.tsx';
import { Held, nothing, sheet } from '../sheet.tsx';

export default { title: 'Components/Segments' };

export const States = sheet((say) => ({
  two: (
    <Held<'day' | 'week'> first="day">
      {(chosen, choose) => (
        <Segments
          label={say('Periodo', 'Period')}
          options={[
            { id: 'day', name: say('Giorno', 'Day') },
            { id: 'week', name: say('Settimana', 'Week') },
          ]}
          chosen={chosen}
          onChoose={choose}
        />
      )}
    </Held>
  ),
  'four, long': (
    <Segments
      label={say('Aspetto', 'Look')}
      options={[
        { id: 'system', name: say('Come il computer', 'As the computer') },
        { id: 'light', name: say('Chiaro', 'Light') },
        { id: 'dark', name: say('Scuro', 'Dark') },
        { id: 'more', name: say('Molto contrasto', 'More contrast') },
      ]}
      chosen="light"
      onChoose={nothing}
    />
  ),
}));
