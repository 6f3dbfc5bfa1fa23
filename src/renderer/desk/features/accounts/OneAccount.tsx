// One account: changed, unlocked, given a new password, switched off and on.
import { KeyRound } from 'lucide-react';
import { useState } from 'react';
import type { Account, AccountList, AccountPatch, MadePassword } from '#shared/protocol/accounts';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sure } from '../../ui/Sure.tsx';
import { localTime } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { AccountFields } from './AccountFields.tsx';
import { isComplete, patchOf, writtenOf } from './written.ts';

interface OneAccountProps {
  readonly account: Account;
  readonly list: AccountList;
  readonly onChange: (account: Account) => void;
  readonly onMade: (made: MadePassword) => void;
}

export function OneAccount({ account, list, onChange, onMade }: OneAccountProps) {
  const { t } = useWords();
  const { changeAccount, makePassword, unlockAccount } = useIntents();
  const now = useNow();
  const isSelf = useDeskState((state) => workstationOf(state)?.agent.id === account.id);
  const before = writtenOf(account);
  const [written, setWritten] = useState(before);
  const [tried, setTried] = useState(false);
  const [said, setSaid] = useState<'nothing' | 'saved' | 'taken'>('nothing');
  const [asking, setAsking] = useState<'nothing' | 'password' | 'off'>('nothing');
  const patch = patchOf(before, written);
  const { name, lockedUntil, active } = account;

  async function change(by: AccountPatch) {
    const changed = await changeAccount(account.id, by);
    if (changed === null) return;
    if (changed === 'taken') return setSaid('taken');
    onChange(changed);
    setWritten(writtenOf(changed));
    setSaid('saved');
    setAsking('nothing');
  }
  async function reset() {
    const made = await makePassword(account.id);
    setAsking('nothing');
    if (made !== null) onMade(made);
  }
  async function unlock() {
    const unlocked = await unlockAccount(account.id);
    if (unlocked !== null) onChange(unlocked);
  }

  return (
    <article className="card" data-testid="account-detail">
      <h2>
        {name} <span className="sub">{account.username}</span>
      </h2>
      {account.fromFile ? <p className="faint">{t('accounts.fromFile')}</p> : null}
      {isSelf ? <p className="faint">{t('accounts.self')}</p> : null}
      {lockedUntil !== null && Date.parse(lockedUntil) > now ? (
        <Notice tone="hold" title={t('accounts.lockedUntil', { time: localTime(lockedUntil) })} body="">
          <Button size="small" onClick={() => void unlock()} data-testid="unlock-account">
            {t('accounts.unlock')}
          </Button>
        </Notice>
      ) : null}
      <div className="form">
        <AccountFields
          written={written}
          list={list}
          tried={tried}
          isSelf={isSelf}
          phoneOfFile={account.fromFile ? account.extension : null}
          onChange={(part) => {
            setWritten({ ...written, ...part });
            setSaid('nothing');
          }}
        />
        <div className="form-actions">
          <Button
            look="primary"
            disabled={Object.keys(patch).length === 0}
            onClick={() => {
              setTried(true);
              if (isComplete(written)) void change(patch);
            }}
            data-testid="save-account"
          >
            {t('accounts.save')}
          </Button>
          <p className={said === 'taken' ? 'error' : 'sub'} role="status">
            {said === 'nothing' ? '' : t(`accounts.${said}`)}
          </p>
        </div>
      </div>
      <div className="form rule">
        {asking === 'password' ? (
          <Sure
            title={t('accounts.resetAsk', { name })}
            body={t('accounts.resetAbout')}
            does={t('accounts.resetSure')}
            onDo={reset}
            onLeave={() => setAsking('nothing')}
            testId="reset-sure"
          />
        ) : asking === 'off' ? (
          <Sure
            title={t('accounts.offAsk', { name })}
            body={t('accounts.offAbout')}
            does={t('accounts.offSure')}
            onDo={() => change({ active: false })}
            onLeave={() => setAsking('nothing')}
            testId="off-sure"
          />
        ) : (
          <div className="form-actions">
            <Button icon={KeyRound} onClick={() => setAsking('password')} data-testid="reset-password">
              {t('accounts.reset')}
            </Button>
            {isSelf ? null : active ? (
              <Button look="stop" onClick={() => setAsking('off')} data-testid="switch-off">
                {t('accounts.off')}
              </Button>
            ) : (
              <Button onClick={() => void change({ active: true })} data-testid="switch-on">
                {t('accounts.on')}
              </Button>
            )}
          </div>
        )}
      </div>
    </article>
  );
}
