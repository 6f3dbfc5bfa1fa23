// Address first, then the ways to sign in that the service there has: user name and password, the company's account, or both.
import { ExternalLink } from 'lucide-react';
import { type FormEvent, useEffect, useState } from 'react';
import type { Failure } from '#shared/contract/failure';
import type { SignInWays } from '#shared/protocol/signIn';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { NewPasswordFields, useNewPassword } from '../../ui/NewPassword.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';
import { readAddress } from './address.ts';
import { StartFrame } from './StartFrame.tsx';

interface ConnectFormProps {
  readonly address: string;
  readonly busy: boolean;
  /** The agent is signing in in the browser. */
  readonly inBrowser: boolean;
  /** Why the last sign-in was refused. */
  readonly failure: Failure | null;
  readonly onBack: () => void;
}

function Refused({ failure }: { readonly failure: Failure }) {
  const { t } = useWords();
  // Nothing is wrong with it: there is one thing more to do.
  const tone = failure.code === 'backend.passwordDue' ? 'note' : 'stop';
  return (
    <Notice
      tone={tone}
      title={t(`failures.${failure.code}.what`)}
      body={t(`failures.${failure.code}.todo`)}
      small={failure.reference === undefined ? null : t('notices.reference', { reference: failure.reference })}
    />
  );
}

export function ConnectForm({ address: knownAddress, busy, inBrowser, failure, onBack }: ConnectFormProps) {
  const { t } = useWords();
  const { connect, connectInBrowser, leaveBrowser, signInWays } = useIntents();
  const [address, setAddress] = useState(knownAddress);
  const [ways, setWays] = useState<SignInWays | null>(null);
  const [asking, setAsking] = useState(false);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const newPassword = useNewPassword(username.trim());
  const [isDue, setDue] = useState(false);
  const [submitted, setSubmitted] = useState(false);
  const backendUrl = readAddress(address);
  const wrong = (is: boolean, sentence: string) => (submitted && is ? sentence : null);

  useEffect(() => {
    if (failure?.code === 'backend.passwordDue') setDue(true);
  }, [failure]);

  async function ask(url: string) {
    setAsking(true);
    const found = await signInWays(url);
    setAsking(false);
    setWays(found);
    setSubmitted(false);
  }
  // Where one has been before, nobody is asked for the address again. Once: what failed is shown as it is.
  useEffect(() => {
    if (knownAddress !== '') void ask(knownAddress);
  }, []);

  function submit(event: FormEvent) {
    event.preventDefault();
    setSubmitted(true);
    if (backendUrl === null || busy || asking) return;
    if (ways === null) return void ask(backendUrl);
    if (!ways.local || username.trim() === '' || password === '') return;
    if (!isDue) return void connect(backendUrl, { username, password });
    if (newPassword.chosen !== null) void connect(backendUrl, { username, password, newPassword: newPassword.chosen });
  }

  const words = asking ? 'asking' : busy ? 'submitting' : ways === null ? 'next' : 'submit';
  return (
    <StartFrame title={t('start.connect.formTitle')} subtitle={t('start.connect.formAbout')}>
      <form className="start-form" onSubmit={submit} noValidate>
        {failure === null || busy || asking ? null : <Refused failure={failure} />}
        <TextInput
          label={t('start.connect.address')}
          hint={t('start.connect.addressHint')}
          value={address}
          onChange={(typed) => {
            setAddress(typed);
            setWays(null);
          }}
          error={wrong(backendUrl === null, t('start.connect.addressWrong'))}
          autoFocus={knownAddress === ''}
          testId="connect-url"
        />
        {ways?.local === true ? (
          <div className="start-form-pair">
            <TextInput
              label={t('start.connect.username')}
              value={username}
              onChange={setUsername}
              error={wrong(username.trim() === '', t('start.connect.usernameMissing'))}
              autoComplete="username"
              autoFocus
              testId="connect-username"
            />
            <TextInput
              label={t('start.connect.password')}
              type="password"
              value={password}
              onChange={setPassword}
              error={wrong(password === '', t('start.connect.passwordMissing'))}
              autoComplete="current-password"
              testId="connect-password"
            />
          </div>
        ) : null}
        {ways?.local === true && isDue ? (
          <div className="start-form-pair">
            <NewPasswordFields of={newPassword} tried={submitted} autoFocus testId="connect-new-password" />
          </div>
        ) : null}
        {ways?.oidc == null || backendUrl === null ? null : inBrowser ? (
          <p className="sub start-form-browser" role="status" data-testid="connect-in-browser">
            <Spinner />
            {t('start.connect.inBrowser')}
            <Button look="ghost" onClick={() => void leaveBrowser()} data-testid="connect-leave-browser">
              {t('start.connect.leaveBrowser')}
            </Button>
          </p>
        ) : (
          <p className="start-form-browser">
            <Button
              look={ways.local ? 'ghost' : 'primary'}
              disabled={busy}
              onClick={() => void connectInBrowser(backendUrl)}
              data-testid="connect-browser"
            >
              <ExternalLink aria-hidden="true" />
              {t('start.connect.browser', { name: ways.oidc.name })}
            </Button>
            <span className="faint">{t('start.connect.browserAbout')}</span>
          </p>
        )}
        <div className="start-form-actions">
          <Button look="ghost" size="big" onClick={onBack}>
            {t('actions.back')}
          </Button>
          {ways === null || ways.local ? (
            <Button
              type="submit"
              look="primary"
              size="big"
              busy={busy || asking}
              chord="Enter"
              data-testid="connect-submit"
            >
              {busy || asking ? <Spinner /> : null}
              {t(`start.connect.${words}`)}
            </Button>
          ) : null}
        </div>
      </form>
    </StartFrame>
  );
}
