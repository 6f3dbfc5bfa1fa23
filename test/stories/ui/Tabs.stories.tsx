import { Tabs } from '../../../src/renderer/desk/ui/Tabs.tsx';
import { Held, sheet } from '../sheet.tsx';

export default { title: 'Components/Tabs' };

export const States = sheet(
  (say) => ({
    'with numbers': (
      <Held first="requests">
        {(shown, show) => (
          <Tabs
            label={say('Parti della pagina', 'Parts of the page')}
            shown={shown}
            onShow={show}
            testId="tab"
            tabs={[
              {
                id: 'requests',
                name: say('Richieste', 'Requests'),
                count: 3,
                content: () => <p>{say('Tre richieste', 'Three requests')}</p>,
              },
              { id: 'holds', name: say('Limitazioni', 'Restrictions'), count: 128, content: () => null },
              { id: 'log', name: say('Registro degli accessi', 'Log of access'), content: () => null },
            ]}
          />
        )}
      </Held>
    ),
  }),
  { wide: true },
);
