// How to meet the one who is spoken with, in two lines, for as long as a behaviour is chosen.
import { HeartHandshake } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import { guidanceOf } from '../../store/guidance.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';

export function Handling({ id }: { readonly id: InteractionId }) {
  const { t, language } = useWords();
  const { behaviours } = useLists(id);
  const code = useDeskState((state) => guidanceOf(state, id).behaviour);
  const chosen = behaviours?.behaviours.find((each) => each.code === code);
  if (chosen === undefined) return null;
  const avoid = chosen.avoid.map((each) => each[language]).join(' ');
  return (
    <section className="section" data-testid="handling">
      <SectionTitle icon={HeartHandshake} right={chosen.name[language]}>
        {t('handle.title')}
      </SectionTitle>
      <p className="sub">{chosen.conduct[language]}</p>
      <p className="sub faint">{t('handle.avoidThat', { what: avoid })}</p>
    </section>
  );
}
