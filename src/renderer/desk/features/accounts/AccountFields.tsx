// What an administrator says of somebody: name, role, language, queues, client companies, telephone.

import { roleSchema, roles } from '#shared/model/role';
import type { AccountList } from '#shared/protocol/accounts';
import { Checks } from '../../ui/Checks.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';
import type { Written } from './written.ts';

interface AccountFieldsProps {
  readonly written: Written;
  readonly list: AccountList;
  readonly onChange: (part: Partial<Written>) => void;
  /** What is missing is said. */
  readonly tried: boolean;
  /** Nothing is kept of it yet. */
  readonly isNew?: boolean;
  readonly isSelf?: boolean;
  /** The company's file has it: it is not changed here. */
  readonly phoneOfFile?: string | null;
}

export function AccountFields({
  written,
  list,
  onChange,
  tried,
  isNew = false,
  isSelf = false,
  phoneOfFile = null,
}: AccountFieldsProps) {
  const { t, language } = useWords();
  const missing = (text: string) => (tried && text.trim() === '' ? t('accounts.missing') : null);
  return (
    <>
      <div className="form-pair">
        <TextInput
          label={t('accounts.name')}
          value={written.name}
          onChange={(name) => onChange({ name })}
          error={missing(written.name)}
          testId="account-name"
        />
        <TextInput
          label={t('accounts.givenName')}
          value={written.givenName}
          onChange={(givenName) => onChange({ givenName })}
          error={missing(written.givenName)}
          testId="account-given-name"
        />
      </div>
      <div className="form-pair">
        {isSelf ? null : (
          <Dropdown
            label={t('accounts.role')}
            options={roles.map((id) => ({ id, name: t(`roles.${id}`) }))}
            chosen={written.role}
            onChoose={(id) => onChange({ role: roleSchema.parse(id) })}
            testId="account-role"
          />
        )}
        <Segments
          label={t('accounts.language')}
          options={(['it', 'en'] as const).map((id) => ({ id, name: t(`languages.${id}`) }))}
          chosen={written.language}
          onChoose={(chosen) => onChange({ language: chosen })}
        />
      </div>
      {phoneOfFile === null ? (
        <div className="form-pair">
          <TextInput
            label={t('accounts.extension')}
            value={written.extension}
            onChange={(extension) => onChange({ extension })}
            hint={t('accounts.extensionAbout')}
            testId="account-extension"
          />
          <TextInput
            label={t('accounts.pbxPassword')}
            type="password"
            value={written.pbxPassword}
            onChange={(pbxPassword) => onChange({ pbxPassword })}
            hint={t(`accounts.pbxPasswordAbout.${isNew ? 'new' : 'kept'}`)}
            autoComplete="off"
            testId="account-pbx-password"
          />
        </div>
      ) : (
        <p className="sub num">{t('accounts.phoneFromFile', { extension: phoneOfFile })}</p>
      )}
      <div className="form-pair account-scope">
        <Checks
          label={t('accounts.queues')}
          options={list.queues.map(({ id, name }) => ({ id, name: name[language] }))}
          chosen={written.queues}
          onChoose={(queues) => onChange({ queues })}
          testId="account-queues"
        />
        {list.portfolios.length < 2 ? null : (
          <Checks
            label={t('accounts.portfolios')}
            options={list.portfolios.map(({ id, client }) => ({
              id,
              name:
                id === client.id
                  ? client.name
                  : t('accounts.closed', {
                      client: client.name,
                      queue: list.queues.find((queue) => String(queue.id) === String(id))?.name[language] ?? id,
                    }),
            }))}
            chosen={written.portfolios}
            onChoose={(portfolios) => onChange({ portfolios })}
            testId="account-portfolios"
          />
        )}
      </div>
    </>
  );
}
