// The files of one case, over the desk: what is there, what is on its way, what was refused and why. A picture is shown here; a document
// is opened by another program, once the agent has been told what that means.
import { ArrowLeft, ExternalLink, FilePlus } from 'lucide-react';
import { type DragEvent, useEffect, useRef, useState } from 'react';
import type { OwnAttachment } from '#shared/contract/attachments';
import type { Attachment, AttachmentRefusal } from '#shared/model/attachment';
import { inThrees } from '#shared/model/caseNumber';
import type { Case } from '#shared/model/customer';
import type { CustomerId } from '#shared/model/ids';
import { newestCard, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { OpenAsk } from '../../ui/OpenAsk.tsx';
import { Sheet } from '../../ui/Sheet.tsx';
import { SheetHead } from '../../ui/SheetHead.tsx';
import { useWords } from '../../ui/words.tsx';
import { AttachmentLine, type Wish } from './AttachmentLine.tsx';
import { Picture } from './Picture.tsx';

interface AttachmentsSheetProps {
  readonly id: CustomerId;
  /** As it was when this was asked for; shown as it is now, as soon as that is known. */
  readonly found: Case;
  /** Files that were dropped on the card. */
  readonly dropped: readonly File[];
}

/** What stands in the place of the list, or asks before something is done. */
type Asked =
  | { readonly kind: 'none' }
  | { readonly kind: Exclude<Wish, 'again'>; readonly file: Attachment | OwnAttachment };

const accepted = '.pdf,.jpg,.jpeg,.png,.webp,.heic,.heif,application/pdf,image/*';
const nothing: readonly OwnAttachment[] = [];
const none: Asked = { kind: 'none' };

export function AttachmentsSheet({ id, found: given, dropped }: AttachmentsSheetProps) {
  const { t } = useWords();
  const { openSheet, addAttachment, openAttachment, removeAttachment, dropAttachment, sendAgain, loadCard, caseHere } =
    useIntents();
  const card = useDeskState((state) => newestCard(state, id));
  const limits = useDeskState((state) => workstationOf(state)?.policy.attachments);
  const own = useDeskState((state) => state.data?.attachments.own ?? nothing);
  const [removed, setRemoved] = useState<readonly string[]>([]);
  const caseId = given.id;
  const onCard = card?.openCases.find((one) => one.id === caseId);
  const isOpen = onCard !== undefined;
  const [read, setRead] = useState<Case | 'gone' | null>(null);
  /** It was on this PC; what the timeline has from the backend alone never is. */
  const wasHere = useRef(false);
  wasHere.current ||= isOpen || (read !== null && read !== 'gone');
  // On the card are open ones alone: what has become of another is read by itself, each time that the card is different.
  useEffect(() => {
    if (card === undefined || isOpen) return;
    let isOld = false;
    void caseHere(caseId).then((one) => !isOld && setRead(one ?? (wasHere.current ? 'gone' : null)));
    return () => {
      isOld = true;
    };
  }, [card, isOpen, caseId, caseHere]);
  const found = onCard ?? (read === null || read === 'gone' ? given : read);
  const isGone = card === null || (!isOpen && read === 'gone');
  const isClosed = found.status === 'closed';
  const told = found.attachments.filter((file) => !removed.includes(file.id));
  const untold = own.filter((one) => one.caseId === caseId && !told.some((known) => known.id === one.id));
  const [asked, setAsked] = useState<Asked>(none);
  const [adding, setAdding] = useState(0);
  const [refused, setRefused] = useState<readonly { readonly name: string; readonly why: AttachmentRefusal }[]>([]);
  const [isTaking, setTaking] = useState(false);
  const input = useRef<HTMLInputElement>(null);
  const begun = useRef(false);
  const inside = useRef<HTMLDivElement>(null);
  const before = useRef<string | null>(null);

  async function add(files: readonly File[]) {
    if (isClosed || isGone) return;
    setRefused([]);
    setAdding((before) => before + files.length);
    for (const file of files) {
      const why = await addAttachment(caseId, file);
      if (why !== null) setRefused((before) => [...before, { name: file.name, why }]);
      setAdding((before) => before - 1);
    }
  }
  const latest = useRef(add);
  latest.current = add;

  useEffect(() => {
    if (card === undefined) void loadCard(id);
  }, [card, id, loadCard]);
  useEffect(() => {
    if (begun.current || dropped.length === 0) return;
    begun.current = true;
    void latest.current(dropped);
  }, [dropped]);
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const files = [...(event.clipboardData?.files ?? [])];
      if (files.length === 0) return;
      event.preventDefault();
      void latest.current(files.map((file) => named(file, t('attachments.pasted'))));
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [t]);

  // What had the focus goes when something takes the list's place: it is given on, and back to the file that it was about.
  useEffect(() => {
    const first = inside.current?.querySelector<HTMLElement>('[data-first-focus]');
    if (asked.kind === 'see') first?.focus();
    if (asked.kind === 'none' && before.current !== null) {
      const file = inside.current?.querySelector<HTMLElement>(`[data-file="${before.current}"] button`);
      (file ?? first)?.focus();
    }
    before.current = asked.kind === 'none' ? null : asked.file.id;
  }, [asked]);

  const over = (event: DragEvent, is: boolean) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    setTaking(is);
  };
  const at = (file: { readonly id: string }) => ({ caseId, id: file.id });
  const wish = (kind: Wish, file: Attachment | OwnAttachment) => {
    if (kind === 'again') void sendAgain(file.id);
    else if (kind === 'remove' && 'state' in file) void dropAttachment(file.id);
    else setAsked({ kind, file });
  };
  const back = () => setAsked(none);
  const leave = () => (asked.kind === 'none' ? openSheet('none') : back());

  const limitWords = limits === undefined ? '' : t('attachments.limits', limits);
  const list = (
    <>
      <SheetHead title={t('attachments.title')} about={`${inThrees(found.number)} · ${found.title}`} onClose={leave} />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: what is dropped here can be chosen by the button as well */}
      <div
        className={isTaking ? 'sheet-scroll attachments taking' : 'sheet-scroll attachments'}
        onDragEnter={(event) => over(event, true)}
        onDragOver={(event) => over(event, true)}
        onDragLeave={(event) => over(event, event.currentTarget.contains(event.relatedTarget as Node | null))}
        onDrop={(event) => {
          over(event, false);
          void add([...event.dataTransfer.files]);
        }}
      >
        {asked.kind === 'open' ? (
          <OpenAsk name={asked.file.name} onOpen={() => void openAttachment(at(asked.file))} onLeave={back} />
        ) : null}
        {asked.kind === 'remove' ? (
          <Notice
            tone="hold"
            title={t('attachments.removeAsk', { name: asked.file.name })}
            body={t('attachments.removeAbout')}
          >
            <Button
              size="small"
              look="stop"
              onClick={() => {
                const { id: gone } = asked.file;
                void removeAttachment(at(asked.file)).then((done) => done && setRemoved((before) => [...before, gone]));
                back();
              }}
              data-testid="remove-for-all"
            >
              {t('attachments.remove')}
            </Button>
            <Button size="small" onClick={back} autoFocus>
              {t('actions.cancel')}
            </Button>
          </Notice>
        ) : null}
        {refused.map(({ name, why }) => (
          <Notice
            key={`${name} ${why}`}
            tone="stop"
            title={t('attachments.notAdded', { name })}
            body={t(`attachments.why.${why}`, { ...limits })}
            dismiss={{ name: t('actions.dismiss'), run: () => setRefused([]) }}
          />
        ))}
        {isGone ? <p className="sub">{t(card === null ? 'customer.gone' : 'attachments.caseGone')}</p> : null}
        {!isGone && told.length + untold.length === 0 ? <p className="sub faint">{t('attachments.none')}</p> : null}
        <ul className="attachment-list">
          {(isGone ? [] : told).map((file) => (
            <AttachmentLine key={file.id} file={file} onWish={(kind) => wish(kind, file)} />
          ))}
          {untold.map((file) => (
            <AttachmentLine key={file.id} file={file} onWish={(kind) => wish(kind, file)} />
          ))}
        </ul>
      </div>
      <div className="attachment-add">
        <input
          ref={input}
          type="file"
          multiple
          accept={accepted}
          className="visually-hidden"
          tabIndex={-1}
          aria-hidden="true"
          onChange={(event) => {
            const files = [...(event.target.files ?? [])];
            event.target.value = '';
            void add(files);
          }}
          data-testid="attachment-file"
        />
        <Button
          look="primary"
          icon={FilePlus}
          busy={adding > 0}
          disabled={isClosed || isGone}
          onClick={() => input.current?.click()}
          data-first-focus=""
          data-testid="add-attachment"
        >
          {t('attachments.add')}
        </Button>
        <p className="sub" role="status">
          {adding > 0
            ? t('attachments.adding')
            : isClosed
              ? t('attachments.closed')
              : `${t('attachments.drop')} ${limitWords}`}
        </p>
      </div>
    </>
  );
  return (
    <Sheet label={t('attachments.title')} onClose={leave} testId="attachments">
      <div ref={inside} className="attachment-view">
        {asked.kind === 'see' ? (
          <>
            <SheetHead
              title={asked.file.name}
              onClose={() => openSheet('none')}
              back={
                <Button look="ghost" size="small" icon={ArrowLeft} chord="Esc" onClick={back} data-first-focus="">
                  {t('attachments.all')}
                </Button>
              }
              action={
                <Button look="ghost" size="small" icon={ExternalLink} onClick={() => wish('open', asked.file)}>
                  {t('attachments.openOutside')}
                </Button>
              }
            />
            <Picture at={at(asked.file)} file={asked.file} />
          </>
        ) : (
          list
        )}
      </div>
    </Sheet>
  );
}

/** A picture from the clipboard has no name of its own. */
const named = (file: File, name: string): File => {
  if (file.name !== '' && file.name !== 'image.png') return file;
  return new File([file], `${name}.png`, { type: file.type });
};
