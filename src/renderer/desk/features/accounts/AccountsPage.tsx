// Who works here, for an administrator: found by name, added, changed.
import { Plus } from 'lucide-react';
import { useState } from 'react';
import type { Account, AccountList, MadePassword } from '#shared/protocol/accounts';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { AskedFor, useAsked } from '../../ui/Asked.tsx';
import { Button } from '../../ui/Button.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { foldText } from '../../ui/text.ts';
import { useWords } from '../../ui/words.tsx';
import { Made } from './Made.tsx';
import { NewAccount } from './NewAccount.tsx';
import { OneAccount } from './OneAccount.tsx';

function State({ account }: { readonly account: Account }) {
  const { t } = useWords();
  const now = useNow();
  const { active, lockedUntil, oneTimeUntil, extension } = account;
  if (!active) return <Tag>{t('accounts.states.off')}</Tag>;
  if (lockedUntil !== null && Date.parse(lockedUntil) > now)
    return <Tag tone="stop">{t('accounts.states.locked')}</Tag>;
  if (extension === null) return <Tag tone="hold">{t('accounts.states.noPhone')}</Tag>;
  if (oneTimeUntil !== null) return <Tag tone="note">{t('accounts.states.oneTime')}</Tag>;
  return <Tag tone="live">{t('accounts.states.active')}</Tag>;
}

type Chosen = { readonly kind: 'none' } | { readonly kind: 'new' } | { readonly kind: 'one'; readonly id: string };

interface ContentsProps {
  readonly list: AccountList;
  readonly onChange: (list: AccountList) => void;
}

function Contents({ list, onChange }: ContentsProps) {
  const { t } = useWords();
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState<Chosen>({ kind: 'none' });
  const [made, setMade] = useState<MadePassword | null>(null);
  const words = foldText(text).split(/\s+/);
  const found = list.accounts.filter(({ name, username }) =>
    words.every((word) => foldText(`${name} ${username}`).includes(word)),
  );
  const id = chosen.kind === 'one' ? chosen.id : null;
  const one = list.accounts.find((account) => account.id === id) ?? null;

  const keep = (account: Account) =>
    onChange({
      ...list,
      accounts: list.accounts.some((known) => known.id === account.id)
        ? list.accounts.map((known) => (known.id === account.id ? account : known))
        : [...list.accounts, account].sort((a, b) => a.name.localeCompare(b.name)),
    });
  function show(fresh: MadePassword) {
    keep(fresh.account);
    setMade(fresh);
    setChosen({ kind: 'one', id: fresh.account.id });
  }
  function choose(wanted: Chosen) {
    setMade(null);
    setChosen(wanted);
  }

  function beside() {
    if (chosen.kind === 'new') return <NewAccount list={list} onMade={show} onLeave={() => choose({ kind: 'none' })} />;
    if (one === null) return <p className="sub">{t('accounts.choose')}</p>;
    return <OneAccount key={one.id} account={one} list={list} onChange={keep} onMade={show} />;
  }

  return (
    <div className="panes">
      <div className="pane">
        <div className="field-and-button">
          <TextInput label={t('accounts.find')} value={text} onChange={setText} testId="account-find" />
          <Button icon={Plus} onClick={() => choose({ kind: 'new' })} data-testid="new-account">
            {t('accounts.add')}
          </Button>
        </div>
        {found.length === 0 ? <p className="sub">{t('accounts.noneFound')}</p> : null}
        <ul className="choices">
          {found.map((account) => (
            <li key={account.id}>
              <button
                type="button"
                className="choice"
                aria-current={account.id === id}
                onClick={() => choose({ kind: 'one', id: account.id })}
                data-testid="account"
                data-username={account.username}
              >
                <strong>{account.name}</strong>
                <span className="sub num">
                  {t(`roles.${account.role}`)} · {account.username}
                  {account.extension === null ? '' : ` · ${account.extension}`}
                </span>
                <State account={account} />
              </button>
            </li>
          ))}
        </ul>
      </div>
      <div className="pane">
        {made === null || made.account.id !== id ? null : <Made made={made} />}
        {beside()}
      </div>
    </div>
  );
}

export function AccountsPage() {
  const { t } = useWords();
  const { listAccounts } = useIntents();
  const { asked, keep, again } = useAsked(listAccounts);
  return (
    <div className="page" data-testid="accounts-page">
      <div>
        <h1>{t('accounts.title')}</h1>
        <p className="sub">{t('accounts.about')}</p>
      </div>
      <AskedFor asked={asked} onAgain={again}>
        {(list) => <Contents list={list} onChange={keep} />}
      </AskedFor>
    </div>
  );
}
