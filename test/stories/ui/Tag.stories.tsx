import { Clock } from 'lucide-react';
import { Tag } from '../../../src/renderer/desk/ui/Tag.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/Tag' };

const tones = ['plain', 'live', 'hold', 'stop', 'note'] as const;

export const States = sheet((say) => ({
  ...Object.fromEntries(
    tones.map((tone) => [
      tone,
      <Tag key={tone} tone={tone}>
        {say('in lavorazione', 'in progress')}
      </Tag>,
    ]),
  ),
  'big, with an icon': (
    <Tag size="big" tone="hold" icon={Clock}>
      {say('scade oggi', 'due today')}
    </Tag>
  ),
  long: <Tag tone="note">{say('in attesa di conferma dal responsabile', 'waiting for the person in charge')}</Tag>,
}));
