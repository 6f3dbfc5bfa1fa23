// A new password, typed twice: the rule is said before, and what is wrong once it was tried.
import { useState } from 'react';
import { passwordFault } from '#shared/model/password';
import { TextInput } from './TextInput.tsx';
import { useWords } from './words.tsx';

/** `chosen`: the password, once it is right and twice the same; null: not yet. */
export function useNewPassword(username: string) {
  const [typed, setTyped] = useState({ fresh: '', again: '' });
  const isRight = passwordFault(typed.fresh, username) === null;
  return {
    typed,
    isRight,
    chosen: isRight && typed.fresh === typed.again ? typed.fresh : null,
    type: setTyped,
    forget: () => setTyped({ fresh: '', again: '' }),
  };
}

interface NewPasswordFieldsProps {
  readonly of: ReturnType<typeof useNewPassword>;
  readonly tried: boolean;
  /** The backend's word against it. */
  readonly refused?: string | null;
  readonly autoFocus?: boolean;
  readonly testId: string;
}

export function NewPasswordFields({ of, tried, refused = null, autoFocus = false, testId }: NewPasswordFieldsProps) {
  const { t } = useWords();
  const { typed, isRight, type } = of;
  return (
    <>
      <TextInput
        label={t('password.fresh')}
        type="password"
        value={typed.fresh}
        onChange={(fresh) => type({ ...typed, fresh })}
        hint={t('password.rule')}
        error={refused ?? (tried && !isRight ? t('password.rule') : null)}
        autoComplete="new-password"
        autoFocus={autoFocus}
        testId={testId}
      />
      <TextInput
        label={t('password.again')}
        type="password"
        value={typed.again}
        onChange={(again) => type({ ...typed, again })}
        error={tried && typed.fresh !== typed.again ? t('password.different') : null}
        autoComplete="new-password"
        testId={`${testId}-again`}
      />
    </>
  );
}
