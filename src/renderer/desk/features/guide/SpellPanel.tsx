// A name or a number letter by letter, as it is said aloud, in every alphabet of the company: the caller's language first.
import { useId, useState } from 'react';
import { isEnough } from '#shared/model/identifying';
import type { InteractionId } from '#shared/model/ids';
import { type Alphabet, spell } from '#shared/model/lists/alphabets';
import type { DeskState } from '../../store/deskState.ts';
import { knownCustomer, levelOf, newestCard } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { useCustomerLanguage, useLists } from '../../store/useLists.ts';
import { Panel } from '../../ui/Panel.tsx';
import { useWords } from '../../ui/words.tsx';
import { NoList } from './NoList.tsx';

const longest = 40;

/** Who they are taken for is spelt to nobody: only to who has said it. */
function nameToSpell(state: DeskState, id: InteractionId): string {
  const known = knownCustomer(state, id);
  if (known.by === 'nobody' || !isEnough(levelOf(state, id), 'basic')) return '';
  return newestCard(state, known.customerId)?.customer.name.slice(0, longest) ?? '';
}

interface SpellingProps {
  readonly id: InteractionId;
  readonly alphabets: readonly Alphabet[];
}

function Spelling({ id, alphabets }: SpellingProps) {
  const { t, language } = useWords();
  const spoken = useCustomerLanguage(id);
  const name = useDeskState((state) => nameToSpell(state, id));
  const [typed, setTyped] = useState<string | null>(null);
  const fieldId = useId();
  const text = typed ?? name;
  const ordered = alphabets.toSorted(
    (one, other) => Number(other.language === spoken) - Number(one.language === spoken),
  );
  const [letters = []] = ordered.map((alphabet) => spell(text, alphabet));
  return (
    <>
      <label className="visually-hidden" htmlFor={fieldId}>
        {t('spell.field')}
      </label>
      <input
        id={fieldId}
        data-first-focus=""
        className="panel-field"
        placeholder={t('spell.field')}
        value={text}
        maxLength={longest}
        onChange={(event) => setTyped(event.target.value)}
        spellCheck={false}
        autoComplete="off"
        data-testid="spell-field"
      />
      {letters.length === 0 ? (
        <p className="sub">{t('spell.about')}</p>
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls is reached by keyboard
        <section className="panel-scroll" tabIndex={0} aria-label={t('spell.letters')}>
          <table className="spelling" data-testid="spelling">
            <thead>
              <tr>
                <td />
                {ordered.map(({ code, name: called }) => (
                  <th key={code} scope="col">
                    {called[language]}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {letters.map(({ letter }, at) => (
                <tr key={at}>
                  <th scope="row">{letter}</th>
                  {ordered.map((alphabet) => (
                    <td key={alphabet.code}>{spell(text, alphabet)[at]?.word}</td>
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </section>
      )}
    </>
  );
}

export function SpellPanel({ id }: { readonly id: InteractionId }) {
  const { t } = useWords();
  const { openPanel } = useIntents();
  const alphabets = useLists(id).alphabets?.alphabets ?? [];
  return (
    <Panel title={t('spell.title')} onClose={() => openPanel(id, null)} testId="spell-panel">
      {alphabets.length === 0 ? <NoList /> : <Spelling id={id} alphabets={alphabets} />}
    </Panel>
  );
}
