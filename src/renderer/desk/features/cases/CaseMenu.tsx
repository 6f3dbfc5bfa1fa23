// What can come of a conversation about cases, or of what has reached the company otherwise: a complaint, another case, or a reminder of what is open already. Digits choose.
import { inThrees } from '#shared/model/caseNumber';
import type { Case } from '#shared/model/customer';
import type { InteractionId } from '#shared/model/ids';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useKey } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';

interface CaseMenuProps {
  /** Null: of none. */
  readonly from: InteractionId | null;
  /** Of the customer: those of the conversation's reason come first. */
  readonly open: readonly Case[];
  readonly onRegister: (of: 'case' | 'complaint') => void;
}

const keys = 9;

export function CaseMenu({ from, open, onRegister }: CaseMenuProps) {
  const { t } = useWords();
  const { openSheet, linkCase } = useIntents();
  const choices = [
    { id: 'complaint', name: t('cases.registerComplaint'), about: '', choose: () => onRegister('complaint') },
    { id: 'case', name: t('cases.registerCase'), about: '', choose: () => onRegister('case') },
    ...open.slice(0, keys - 2).map((found) => ({
      id: found.id,
      name: t('cases.remindOf', { number: inThrees(found.number) }),
      about: found.title,
      choose: () => openSheet({ kind: 'remindCase', found }),
    })),
  ];
  /** It was spoken of, and nothing else. */
  const spokenOf = (id: string) => {
    const found = open.find((one) => one.id === id);
    if (found === undefined || from === null) return null;
    return (
      <Button
        look="ghost"
        size="small"
        onClick={() => {
          linkCase(from, found, 'about');
          openSheet('none');
        }}
        data-testid="case-about"
      >
        {t('cases.spokenOf')}
      </Button>
    );
  };
  return (
    <div className="sheet-form">
      <h2>{t('cases.menu')}</h2>
      <ul className="case-menu">
        {choices.map(({ id, name, about, choose }, nth) => (
          <li key={id} className="case-choice">
            <Choice name={name} about={about} chord={String(nth + 1)} isFirst={nth === 0} onChoose={choose} />
            {spokenOf(id)}
          </li>
        ))}
      </ul>
    </div>
  );
}

interface ChoiceProps {
  readonly name: string;
  readonly about: string;
  readonly chord: string;
  readonly isFirst: boolean;
  readonly onChoose: () => void;
}

function Choice({ name, about, chord, isFirst, onChoose }: ChoiceProps) {
  useKey(chord, onChoose);
  return (
    <Button look="ghost" chord={chord} onClick={onChoose} {...(isFirst && { 'data-first-focus': '' })}>
      {name}
      {about === '' ? null : <span className="sub">{about}</span>}
    </Button>
  );
}
