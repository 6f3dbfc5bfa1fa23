import { FolderOpen } from 'lucide-react';
import { SectionTitle } from '../../../src/renderer/desk/ui/SectionTitle.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/SectionTitle' };

export const States = sheet((say) => ({
  plain: <SectionTitle>{say('Contatti', 'Contacts')}</SectionTitle>,
  'with an icon and a number': (
    <SectionTitle icon={FolderOpen} right="3">
      {say('Pratiche aperte', 'Open cases')}
    </SectionTitle>
  ),
  long: (
    <SectionTitle icon={FolderOpen} right={say('dal 2021', 'since 2021')}>
      {say(
        'Documenti che il cliente ha mandato con i suoi reclami',
        'Documents that the customer sent with their complaints',
      )}
    </SectionTitle>
  ),
}));
