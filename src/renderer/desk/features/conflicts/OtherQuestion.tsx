// What was set aside and has no other side: a report to be mended, or something that can only be read and put away.
import { useState } from 'react';
import type { SetAside } from '#shared/contract/setAside';
import { useIntents, useNow, useWords } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useKey } from '../../ui/keys.ts';
import { Tag } from '../../ui/Tag.tsx';
import { moment } from '../../ui/time.ts';
import { fieldsIn, linesOf } from './fields.ts';

type Other = Exclude<SetAside, { readonly kind: 'edit' }>;

export function OtherQuestion({ aside }: { readonly aside: Other }) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { discardSetAside, reopen } = useIntents();
  const [isAsking, setIsAsking] = useState(false);
  const customer = aside.kind === 'report' || aside.kind === 'handover' ? aside.customer : null;
  const when = moment(aside.kind === 'report' ? aside.startedAt : aside.at, now, language);
  const texts =
    aside.kind === 'editOfGone'
      ? fieldsIn(aside.mine).map((field) => `${t(`customer.${field}`)}: ${linesOf(aside.mine, field).join(', ')}`)
      : aside.kind === 'unreadable' || aside.note === ''
        ? []
        : [aside.note];
  const isReport = aside.kind === 'report';
  const mend = () => void reopen(aside.id);
  const discard = () => void discardSetAside(aside.id);
  useKey('1', mend, { bare: true, enabled: isReport && !isAsking });
  useKey(isReport ? '2' : '1', () => setIsAsking(true), { bare: true, enabled: !isAsking });

  return (
    <article className="conflict" data-testid="conflict" data-kind={aside.kind}>
      {customer === null ? null : (
        <header className="conflict-who">
          <span className="link-name">{customer.name}</span>
          <Tag>{customer.code}</Tag>
        </header>
      )}
      <h2>{t(`conflicts.kinds.${aside.kind}`, { when, ...(aside.kind === 'handover' ? { name: aside.to } : {}) })}</h2>
      <p className="sub">
        {t(`failures.${aside.failure.code}.what`)}. {t(`conflicts.todo.${aside.kind}`)}
      </p>
      {texts.length === 0 ? null : (
        <div className="box conflict-text">
          {texts.map((text) => (
            <p key={text}>{text}</p>
          ))}
        </div>
      )}
      {isAsking ? (
        <div className="conflict-actions" role="alert">
          <span>{t('conflicts.discardAsk')}</span>
          <Button autoFocus look="stop" onClick={discard} data-testid="discard-sure">
            {t('conflicts.discardSure')}
          </Button>
          <Button look="ghost" onClick={() => setIsAsking(false)}>
            {t('actions.cancel')}
          </Button>
        </div>
      ) : (
        <div className="conflict-actions">
          {isReport ? (
            <Button look="primary" chord="1" onClick={mend} data-testid="reopen">
              {t('conflicts.reopen')}
            </Button>
          ) : null}
          <Button look="ghost" chord={isReport ? '2' : '1'} onClick={() => setIsAsking(true)} data-testid="discard">
            {t('conflicts.discard')}
          </Button>
        </div>
      )}
    </article>
  );
}
