// One field that two have changed, or that was refused: what is here, what is there, and the three keys that decide.
import { CloudDownload, PencilLine } from 'lucide-react';
import { type FormEvent, type ReactNode, useEffect, useState } from 'react';
import type { SetAside, Settlement } from '#shared/contract/setAside';
import { customerDetailsSchema } from '#shared/model/customer';
import { useFieldWords } from '../../store/fieldWords.ts';
import { useCardOpen } from '../../store/useCardOpen.ts';
import { useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { useKey } from '../../ui/keys.ts';
import { Tag } from '../../ui/Tag.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { moment } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Covered } from './Covered.tsx';
import { allOf, type Details, type Field, isList, type ListField } from './fields.ts';

type Edit = Extract<SetAside, { readonly kind: 'edit' }>;

interface SideProps {
  readonly icon: typeof PencilLine;
  readonly title: string;
  readonly about: string;
  readonly lines: readonly string[];
  readonly children: ReactNode;
  readonly testId: string;
}

function Side({ icon: Icon, title, about, lines, children, testId }: SideProps) {
  const { t } = useWords();
  return (
    <section className="box conflict-side" aria-label={title} data-testid={testId}>
      <header>
        <Icon aria-hidden="true" />
        <strong>{title}</strong>
        <span className="sub">{about}</span>
      </header>
      <p className="conflict-value">
        {lines.length === 0 ? <span className="faint">{t('customer.none')}</span> : null}
        {lines.map((line) => (
          <span key={line}>{line}</span>
        ))}
      </p>
      {children}
    </section>
  );
}

const empty = { street: '', postcode: '', city: '' };

/** A new value: a line, or the three of an address. */
function OtherValue({
  field,
  from,
  onSave,
  onCancel,
}: {
  readonly field: Exclude<Field, ListField>;
  readonly from: Details;
  readonly onSave: (details: Details) => void;
  readonly onCancel: () => void;
}) {
  const { t } = useWords();
  const [text, setText] = useState(field === 'address' ? '' : (from[field] ?? ''));
  const [address, setAddress] = useState(from.address ?? empty);
  const isBlank = Object.values(address).every((part) => part.trim() === '');
  const typed =
    field === 'address' ? { address: isBlank ? null : address } : { [field]: text.trim() === '' ? null : text.trim() };
  const fits = customerDetailsSchema.partial().safeParse(typed);
  const error = fits.success ? null : t(field === 'email' ? 'customer.emailWrong' : 'conflicts.tooLong');
  function submit(event: FormEvent) {
    event.preventDefault();
    if (fits.success) onSave(fits.data);
  }
  return (
    <form
      className="conflict-other"
      onSubmit={submit}
      onKeyDown={(event) => {
        if (event.key !== 'Escape') return;
        event.stopPropagation();
        onCancel();
      }}
    >
      {field === 'address' ? (
        (['street', 'postcode', 'city'] as const).map((part, index) => (
          <TextInput
            key={part}
            label={t(`customer.${part}`)}
            value={address[part]}
            onChange={(value) => setAddress({ ...address, [part]: value })}
            autoFocus={index === 0}
          />
        ))
      ) : (
        <TextInput
          label={t(`customer.${field}`)}
          value={text}
          onChange={setText}
          error={error}
          autoFocus
          testId="conflict-other-input"
        />
      )}
      <div className="conflict-actions">
        <Button look="primary" type="submit">
          {t('actions.save')}
        </Button>
        <Button look="ghost" onClick={onCancel}>
          {t('actions.cancel')}
        </Button>
      </div>
    </form>
  );
}

/** Who wrote what stands now, where the backend can be asked: name and moment. */
function useTheirs({ customer, theirsAt }: Edit, field: Field): { readonly by: string; readonly at: string } {
  const { lastChange } = useIntents();
  const [found, setFound] = useState({ by: '', at: theirsAt });
  const { id } = customer;
  useEffect(() => {
    let isOld = false;
    void lastChange(id, field).then((change) => {
      if (!isOld && change !== null) setFound(change);
    });
    return () => {
      isOld = true;
    };
  }, [id, field, lastChange]);
  return found;
}

export function EditQuestion({ aside, field }: { readonly aside: Edit; readonly field: Field }) {
  const { t, language } = useWords();
  const now = useNow(false);
  const { settle, show } = useIntents();
  const { linesOf } = useFieldWords();
  const [isWriting, setIsWriting] = useState(false);
  const [isBusy, setIsBusy] = useState(false);
  const { customer, mine, theirs, failure } = aside;
  const theirLast = useTheirs(aside, field);
  const isConflict = failure.code === 'backend.conflict';

  async function take(how: Settlement['take']) {
    setIsBusy(true);
    await settle({ id: aside.id, field, version: aside.version, take: how });
    setIsBusy(false);
  }
  const takeMine = () => void take({ kind: 'mine' });
  const takeTheirs = () => void take({ kind: 'theirs' });
  const takeOther = () =>
    isList(field) ? void take({ kind: 'other', details: allOf(field, mine, theirs) }) : setIsWriting(true);
  const isCovered = !useCardOpen(customer.id).shows(field === 'phones' ? 'otherNumbers' : field);
  const keys = { bare: true, enabled: !isBusy && !isWriting && !isCovered };
  useKey('1', takeMine, keys);
  useKey('2', takeTheirs, keys);
  useKey('3', takeOther, keys);

  return (
    <article className="conflict" data-testid="conflict" data-field={field}>
      <header className="conflict-who">
        <button type="button" className="link-name" onClick={() => show({ kind: 'customer', id: customer.id })}>
          {customer.name}
        </button>
        <Tag>{customer.code}</Tag>
      </header>
      <h2>
        {t(isConflict ? 'conflicts.changedTwice' : 'conflicts.refused', {
          field: t(`customer.${field}`),
        })}
      </h2>
      {isConflict ? null : <p className="sub">{t(`failures.${failure.code}.what`)}.</p>}
      {isCovered ? (
        <Covered />
      ) : (
        <>
          <div className="conflict-sides">
            <Side
              icon={PencilLine}
              title={t('conflicts.mine')}
              about={t('conflicts.mineAbout', { when: moment(aside.at, now, language) })}
              lines={linesOf(field, mine[field])}
              testId="conflict-mine"
            >
              <Button chord="1" disabled={isBusy} onClick={takeMine} data-testid="take-mine">
                {t('conflicts.takeMine')}
              </Button>
            </Side>
            <Side
              icon={CloudDownload}
              title={t('conflicts.theirs')}
              about={
                theirLast.by === ''
                  ? t('conflicts.theirsAbout', { when: moment(theirLast.at, now, language) })
                  : t('conflicts.theirsBy', { name: theirLast.by, when: moment(theirLast.at, now, language) })
              }
              lines={linesOf(field, theirs[field])}
              testId="conflict-theirs"
            >
              <Button chord="2" disabled={isBusy} onClick={takeTheirs} data-testid="take-theirs">
                {t('conflicts.takeTheirs')}
              </Button>
            </Side>
          </div>
          {isWriting && !isList(field) ? (
            <OtherValue
              field={field}
              from={mine}
              onSave={(details) => {
                setIsWriting(false);
                void take({ kind: 'other', details });
              }}
              onCancel={() => setIsWriting(false)}
            />
          ) : (
            <div>
              <Button chord="3" disabled={isBusy} onClick={takeOther} data-testid="take-other">
                {t(
                  field === 'phones'
                    ? 'conflicts.takeAll'
                    : isList(field)
                      ? 'conflicts.takeAllNeeds'
                      : 'conflicts.takeOther',
                )}
              </Button>
            </div>
          )}
        </>
      )}
      <p className="faint">{t('conflicts.kept')}</p>
    </article>
  );
}
