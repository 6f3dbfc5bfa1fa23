import { FindBox, type FoundSection } from '../../../src/renderer/desk/ui/FindBox.tsx';
import { Marked } from '../../../src/renderer/desk/ui/Marked.tsx';
import { nothing, type Say, sheet } from '../sheet.tsx';

export default { title: 'Components/FindBox' };

const row = (id: string, text: string) => ({
  id,
  className: 'list-item',
  data: {},
  take: nothing,
  children: <Marked text={text} marks={[[0, 3]]} />,
});
const sections = (say: Say): FoundSection[] => [
  {
    id: 'customers',
    name: say('Clienti', 'Customers'),
    rows: [
      row('1', 'Carlo Bianchi'),
      row('2', 'Carlotta Produttori Riuniti della Valle del Ticino e dei Navigli società agricola'),
    ],
  },
  { id: 'cases', name: say('Pratiche', 'Cases'), rows: [row('3', 'Carta servizi — richiesta di copia')] },
];
const words = (say: Say) => ({
  placeholder: say('Cerca un cliente', 'Find a customer'),
  label: say('Trovati', 'Found'),
  onType: nothing,
  none: <p className="list-empty">{say('Nessun risultato.', 'Nothing was found.')}</p>,
  results: 'inline' as const,
});

export const States = sheet((say) => ({
  empty: <FindBox {...words(say)} typed="" sections={[]} command="search" />,
  found: <FindBox {...words(say)} typed="car" sections={sections(say)} />,
  nothing: <FindBox {...words(say)} typed="zzz" sections={[]} />,
}));
