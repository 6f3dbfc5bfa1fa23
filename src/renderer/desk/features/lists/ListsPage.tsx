// What the company's agents go by, for who edits it: the lists, which of them are Cornetta's proposal still, and one of them to work on.
import { useState } from 'react';
import type { PortfolioId } from '#shared/model/ids';
import { everybodysAlone, type ListCode, listCodes } from '#shared/model/lists/lists';
import type { ListHead } from '#shared/protocol/lists';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { useWords } from '../../ui/words.tsx';
import { useListWords } from './listWords.ts';
import { type Edited, OneList } from './OneList.tsx';

const everybody = 'everybody';
const keyOf = (code: ListCode, clientId: PortfolioId | null): string => `${code} ${clientId ?? ''}`;

interface ContentsProps {
  readonly heads: readonly ListHead[];
  readonly onChanged: () => void;
}

function Contents({ heads, onChanged }: ContentsProps) {
  const { t } = useWords();
  const { listName } = useListWords();
  const clients = useDeskState((state) => workstationOf(state)?.clients) ?? [];
  const [code, setCode] = useState<ListCode>('guide');
  const [clientId, setClientId] = useState<PortfolioId | null>(null);
  // What is not saved yet stays while another list is looked at.
  const [edited, setEdited] = useState<ReadonlyMap<string, Edited>>(new Map());
  const others = clients.filter(({ id }) => id !== 'company');
  const keep = (key: string, draft: Edited | null) =>
    setEdited((before) => {
      const after = new Map(before);
      if (draft === null) after.delete(key);
      else after.set(key, draft);
      return after;
    });
  const headOf = (wanted: ListCode) => heads.find((head) => head.code === wanted && head.clientId === clientId);

  function state(wanted: ListCode) {
    if (edited.has(keyOf(wanted, clientId))) return <Tag tone="hold">{t('lists.states.unsaved')}</Tag>;
    const head = headOf(wanted);
    if (head === undefined) return clientId === null ? null : <Tag>{t('lists.states.everybodys')}</Tag>;
    return head.proposal ? <Tag>{t('lists.states.proposal')}</Tag> : <Tag tone="note">{t('lists.states.edited')}</Tag>;
  }
  const codes = listCodes.filter((each) => clientId === null || !everybodysAlone.includes(each));
  const key = keyOf(code, clientId);
  return (
    <div className="panes lists-panes">
      <div className="pane">
        {others.length === 0 ? null : (
          <Dropdown
            label={t('lists.whose')}
            options={[{ id: everybody, name: t('lists.everybodys') }, ...others.map(({ id, name }) => ({ id, name }))]}
            chosen={clientId ?? everybody}
            onChoose={(id) => {
              const chosen = others.find((client) => client.id === id)?.id ?? null;
              if (chosen !== null && everybodysAlone.includes(code)) setCode('guide');
              setClientId(chosen);
            }}
            testId="list-client"
          />
        )}
        <ul className="choices">
          {codes.map((each) => (
            <li key={each}>
              <button
                type="button"
                className="choice"
                aria-current={each === code}
                onClick={() => setCode(each)}
                data-testid={`list-of-${each}`}
              >
                <strong>{listName(each)}</strong>
                {state(each)}
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className="pane">
        <OneList
          key={key}
          which={{ code, clientId }}
          edited={edited.get(key) ?? null}
          onEdit={(draft) => keep(key, draft)}
          onChanged={onChanged}
        />
      </div>
    </div>
  );
}

export function ListsPage() {
  const { t } = useWords();
  const { listHeads } = useIntents();
  const { asked, again } = useAsked(listHeads);
  return (
    <div className="page" data-testid="lists-page">
      <div>
        <h1>{t('lists.title')}</h1>
        <p className="sub">{t('lists.aboutAll')}</p>
      </div>
      <AskedFor asked={asked} onAgain={again}>
        {({ lists }) => <Contents heads={lists} onChanged={again} />}
      </AskedFor>
    </div>
  );
}
