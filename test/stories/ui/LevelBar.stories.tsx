import { LevelBar } from '../../../src/renderer/desk/ui/LevelBar.tsx';
import { sheet } from '../sheet.tsx';

export default { title: 'Components/LevelBar' };

export const States = sheet((say) => {
  const name = say('Livello del microfono', 'Level of the microphone');
  return {
    silent: <LevelBar name={name} level={0} />,
    spoken: <LevelBar name={name} level={0.55} />,
    'too loud': <LevelBar name={name} level={0.97} />,
  };
});
