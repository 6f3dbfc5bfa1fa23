// Somebody new: the password that works once is made with them.
import { useState } from 'react';
import { type AccountList, type MadePassword, newAccountSchema } from '#shared/protocol/accounts';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';
import { AccountFields } from './AccountFields.tsx';
import { freshOf, isComplete, nothingWritten } from './written.ts';

interface NewAccountProps {
  readonly list: AccountList;
  readonly onMade: (made: MadePassword) => void;
  readonly onLeave: () => void;
}

export function NewAccount({ list, onMade, onLeave }: NewAccountProps) {
  const { t } = useWords();
  const { addAccount } = useIntents();
  const [written, setWritten] = useState(nothingWritten);
  const [username, setUsername] = useState('');
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [isTaken, setTaken] = useState(false);
  const isName = newAccountSchema.shape.username.safeParse(username).success;
  async function create() {
    setTried(true);
    setTaken(false);
    if (!isComplete(written) || !isName) return;
    setBusy(true);
    const made = await addAccount(freshOf(written, username.trim().toLowerCase()));
    setBusy(false);
    if (made === 'taken') setTaken(true);
    else if (made !== null) onMade(made);
  }
  return (
    <article className="card" data-testid="account-form">
      <h2>{t('accounts.add')}</h2>
      <div className="form">
        <TextInput
          label={t('accounts.username')}
          value={username}
          onChange={setUsername}
          error={tried && !isName ? t('accounts.usernameWrong') : null}
          autoComplete="off"
          testId="account-username"
        />
        <AccountFields
          written={written}
          list={list}
          tried={tried}
          isNew
          onChange={(part) => setWritten({ ...written, ...part })}
        />
        {isTaken ? (
          <p className="error" role="status">
            {t('accounts.taken')}
          </p>
        ) : null}
        <div className="form-actions">
          <Button look="primary" busy={busy} disabled={busy} onClick={() => void create()} data-testid="create-account">
            {t('accounts.create')}
          </Button>
          <Button look="ghost" onClick={onLeave}>
            {t('actions.cancel')}
          </Button>
        </div>
      </div>
    </article>
  );
}
