// The backend wants a new sign-in: user name and password over the desk, work goes on behind.
import { type FormEvent, useState } from 'react';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useWords } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { TextInput } from '../../ui/TextInput.tsx';

export function SignInAgain({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { connect, retrySignIn } = useIntents();
  const username = useDeskState((state) => workstationOf(state)?.agent.username ?? '');
  const door = useDeskState((state) => state.main?.settings.door);
  const expired = useDeskState((state) => state.data?.session.kind === 'signedIn' && state.data.session.expired);
  const failure = useDeskState((state) => state.signInFailure);
  const busy = useDeskState((state) => state.signingIn);
  const [password, setPassword] = useState('');
  if (!expired) return null;

  function submit(event: FormEvent) {
    event.preventDefault();
    if (door?.kind === 'connect' && password !== '') void connect(door.backendUrl, { username, password });
    else retrySignIn();
  }

  return (
    <Sheet label={t('notices.sessionExpired')} onClose={onClose}>
      <form className="sheet-form" onSubmit={submit}>
        <h2>{t('notices.sessionExpired')}</h2>
        <p className="sub">{t('notices.sessionExpiredAbout')}</p>
        {failure === null ? null : (
          <Notice tone="stop" title={t(`failures.${failure.code}.what`)} body={t(`failures.${failure.code}.todo`)} />
        )}
        <TextInput
          label={`${t('start.connect.password')} (${username})`}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
          autoFocus
        />
        <div className="start-form-actions">
          <Button look="ghost" onClick={onClose}>
            {t('actions.cancel')}
          </Button>
          <Button type="submit" look="primary" busy={busy}>
            {busy ? <Spinner /> : null}
            {t('actions.signIn')}
          </Button>
        </div>
      </form>
    </Sheet>
  );
}
