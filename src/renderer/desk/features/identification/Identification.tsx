// How surely the caller is the customer shown, in one line of the card: the level reached, and the one that the reason needs. It leads to
// the questions.
import { ShieldAlert, ShieldCheck, ShieldQuestion, ShieldX } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import { chordOf } from '../../commands/table.ts';
import { speakerOf, suspicionOf } from '../../store/identity.ts';
import { useDesk, useDeskState, useIntents } from '../../store/useDesk.ts';
import { Kbd } from '../../ui/Kbd.tsx';
import { ariaShortcut } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';
import { useLevel } from './useIdentification.ts';

export function Identification({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { openPanel } = useIntents();
  const { level, needed, isEnough } = useLevel(id);
  const { now } = useDesk();
  const speaker = useDeskState((state) => speakerOf(state, id)?.kind ?? 'holder');
  const isSuspected = useDeskState((state) => suspicionOf(state, id, now()) !== 'none');
  const known = isEnough ? (level === 'none' ? ShieldQuestion : ShieldCheck) : ShieldAlert;
  const Icon = isSuspected ? ShieldX : known;
  return (
    <div className="identification">
      <button
        type="button"
        className={`identification-line ${isEnough && !isSuspected ? level : 'lacking'}`}
        aria-keyshortcuts={ariaShortcut(chordOf('identification'))}
        onClick={() => openPanel(id, 'identification')}
        data-testid="identification"
        data-level={level}
      >
        <Icon aria-hidden="true" />
        <span role="status">
          {isSuspected ? `${t('suspicion.title')} · ` : null}
          {t(`identification.is.${level}`)}
          {speaker === 'holder' ? null : ` · ${t(`speaker.speaks.${speaker}`)}`}
          {isEnough ? null : ` · ${t('identification.needs', { level: t(`identification.levels.${needed}`) })}`}
        </span>
        <Kbd command="identification" quiet />
      </button>
    </div>
  );
}
