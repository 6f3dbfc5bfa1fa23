// One's own password, for those who sign in with one.
import { useState } from 'react';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { NewPasswordFields, useNewPassword } from '../../ui/NewPassword.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';

export function OwnPassword() {
  const { t } = useWords();
  const { changePassword } = useIntents();
  const username = useDeskState((state) => workstationOf(state)?.agent.username ?? '');
  const [isOpen, setOpen] = useState(false);
  const [old, setOld] = useState('');
  const password = useNewPassword(username);
  const [tried, setTried] = useState(false);
  const [busy, setBusy] = useState(false);
  const [answer, setAnswer] = useState<'changed' | 'wrong' | 'weak' | null>(null);

  async function change() {
    setTried(true);
    setAnswer(null);
    if (password.chosen === null || old === '') return;
    setBusy(true);
    const given = await changePassword(old, password.chosen);
    setBusy(false);
    setAnswer(given);
    if (given !== 'changed') return;
    setOpen(false);
    setTried(false);
    setOld('');
    password.forget();
  }

  return (
    <section className="section settings-section" data-testid="own-password">
      <SectionTitle>{t('password.title')}</SectionTitle>
      {isOpen ? (
        <div className="form">
          <TextInput
            label={t('password.old')}
            type="password"
            value={old}
            onChange={setOld}
            error={answer === 'wrong' ? t('password.wrong') : null}
            autoComplete="current-password"
            autoFocus
            testId="password-old"
          />
          <NewPasswordFields
            of={password}
            tried={tried}
            refused={answer === 'weak' ? t('password.weak') : null}
            testId="password-fresh"
          />
          <div className="form-actions">
            <Button
              look="primary"
              busy={busy}
              disabled={busy}
              onClick={() => void change()}
              data-testid="password-change"
            >
              {t('password.change')}
            </Button>
            <Button look="ghost" onClick={() => setOpen(false)}>
              {t('actions.cancel')}
            </Button>
          </div>
        </div>
      ) : (
        <>
          <p className="sub" role="status">
            {answer === 'changed' ? t('password.changed') : t('password.about')}
          </p>
          <div>
            <Button onClick={() => setOpen(true)} data-testid="password-open">
              {t('password.change')}
            </Button>
          </div>
        </>
      )}
    </section>
  );
}
