// The backend wants a new sign-in: the ways that it has, over the desk; work goes on behind.
import { ExternalLink } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { SignInWays } from '#shared/protocol/signIn';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';

export function SignInAgain({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { connect, connectInBrowser, retrySignIn, signInWays } = useIntents();
  const username = useDeskState((state) => workstationOf(state)?.agent.username ?? '');
  const door = useDeskState((state) => state.main?.settings.door);
  const expired = useDeskState((state) => state.data?.session.kind === 'signedIn' && state.data.session.expired);
  const failure = useDeskState((state) => state.signInFailure);
  const busy = useDeskState((state) => state.signingIn);
  const [password, setPassword] = useState('');
  const [ways, setWays] = useState<SignInWays | null>(null);
  const address = door?.kind === 'connect' ? door.backendUrl : null;
  useEffect(() => {
    if (address !== null) void signInWays(address).then(setWays);
  }, [address, signInWays]);
  if (!expired) return null;
  // Where the service does not say it, one tries as before.
  const isLocal = ways?.local ?? true;

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
        {ways?.oidc == null || address === null ? null : (
          <div>
            <Button
              look={isLocal ? 'plain' : 'primary'}
              icon={ExternalLink}
              disabled={busy}
              onClick={() => void connectInBrowser(address)}
              data-testid="again-browser"
            >
              {t('start.connect.browser', { name: ways.oidc.name })}
            </Button>
          </div>
        )}
        {isLocal ? (
          <TextInput
            label={`${t('start.connect.password')} (${username})`}
            type="password"
            value={password}
            onChange={setPassword}
            autoComplete="current-password"
            autoFocus
          />
        ) : null}
        <div className="start-form-actions">
          <Button look="ghost" onClick={onClose}>
            {t('actions.cancel')}
          </Button>
          {isLocal ? (
            <Button type="submit" look="primary" busy={busy}>
              {busy ? <Spinner /> : null}
              {t('actions.signIn')}
            </Button>
          ) : null}
        </div>
      </form>
    </Sheet>
  );
}
