// Address, user name, password: all that is asked to work for a company.
import { ExternalLink } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import type { Failure } from '#shared/contract/failure';
import { useIntents, useWords } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { Spinner } from '../../ui/Spinner.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
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

export function ConnectForm({ address: knownAddress, busy, inBrowser, failure, onBack }: ConnectFormProps) {
  const { t } = useWords();
  const { connect, connectInBrowser, leaveBrowser } = useIntents();
  const [address, setAddress] = useState(knownAddress);
  const [username, setUsername] = useState('');
  const [password, setPassword] = useState('');
  const [submitted, setSubmitted] = useState(false);
  const [addressAsked, setAddressAsked] = useState(false);
  const backendUrl = readAddress(address);
  const wrong = (is: boolean, sentence: string) => (submitted && is ? sentence : null);

  function submit(event: FormEvent) {
    event.preventDefault();
    setSubmitted(true);
    if (backendUrl === null || username.trim() === '' || password === '' || busy) return;
    void connect(backendUrl, { username, password });
  }

  function submitInBrowser() {
    setAddressAsked(true);
    if (backendUrl !== null && !busy) void connectInBrowser(backendUrl);
  }

  return (
    <StartFrame title={t('start.connect.formTitle')} subtitle={t('start.connect.formAbout')}>
      <form className="start-form" onSubmit={submit} noValidate>
        {failure === null || busy ? null : (
          <Notice
            tone="stop"
            title={t(`failures.${failure.code}.what`)}
            body={t(`failures.${failure.code}.todo`)}
            small={failure.reference === undefined ? null : t('notices.reference', { reference: failure.reference })}
          />
        )}
        <TextInput
          label={t('start.connect.address')}
          hint={t('start.connect.addressHint')}
          value={address}
          onChange={setAddress}
          error={
            wrong(backendUrl === null, t('start.connect.addressWrong')) ??
            (addressAsked && backendUrl === null ? t('start.connect.addressWrong') : null)
          }
          autoFocus={knownAddress === ''}
          testId="connect-url"
        />
        <div className="start-form-pair">
          <TextInput
            label={t('start.connect.username')}
            value={username}
            onChange={setUsername}
            error={wrong(username.trim() === '', t('start.connect.usernameMissing'))}
            autoComplete="username"
            autoFocus={knownAddress !== ''}
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
        {inBrowser ? (
          <p className="sub start-form-browser" role="status" data-testid="connect-in-browser">
            <Spinner />
            {t('start.connect.inBrowser')}
            <Button look="ghost" onClick={() => void leaveBrowser()} data-testid="connect-leave-browser">
              {t('start.connect.leaveBrowser')}
            </Button>
          </p>
        ) : (
          <p className="start-form-browser">
            <Button look="ghost" disabled={busy} onClick={submitInBrowser} data-testid="connect-browser">
              <ExternalLink aria-hidden="true" />
              {t('start.connect.browser')}
            </Button>
            <span className="faint">{t('start.connect.browserAbout')}</span>
          </p>
        )}
        <div className="start-form-actions">
          <Button look="ghost" size="big" onClick={onBack}>
            {t('actions.back')}
          </Button>
          <Button type="submit" look="primary" size="big" busy={busy} chord="Enter" data-testid="connect-submit">
            {busy ? <Spinner /> : null}
            {busy ? t('start.connect.submitting') : t('start.connect.submit')}
          </Button>
        </div>
      </form>
    </StartFrame>
  );
}
