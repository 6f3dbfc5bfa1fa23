// Files of Carlo's case as an agent sees them on the desk, in each state.
import type { AttachmentsState, OwnAttachment } from '#shared/contract/attachments';
import type { CustomerCard } from '#shared/contract/screenPop';
import type { SetAside } from '#shared/contract/setAside';
import { must } from '#shared/lib/must';
import { type Attachment, type AttachmentRefusal, attachmentSchema } from '#shared/model/attachment';
import { carlo, secondsAgo, ulid, workstation } from './deskPeople.ts';
import { createDeskPrograms, type DeskPrograms, quietData } from './deskPrograms.ts';

export const carlosCase = must(carlo.openCases[0], 'case');

export const attachmentOf = (number: number, changed: Partial<Attachment>): Attachment =>
  attachmentSchema.parse({
    ...{ id: ulid('F', number), name: 'fattura.pdf', kind: 'pdf', bytes: 184_000, sha256: 'a'.repeat(64) },
    ...{ agentId: null, by: 'Luca Moro', at: secondsAgo(7 * 86_400) },
    ...changed,
  });

export const ownOf = (
  number: number,
  state: OwnAttachment['state'],
  changed: Partial<Attachment> = {},
): OwnAttachment => {
  const { id, name, kind, bytes, at } = attachmentOf(number, { at: secondsAgo(120), ...changed });
  return { id, name, kind, bytes, at, caseId: carlosCase.id, state };
};

export const invoice = attachmentOf(1, { name: 'Fattura 3307 – marzo.pdf' });
export const meterPicture = attachmentOf(2, {
  ...{ name: 'contatore.jpg', kind: 'jpeg', bytes: 2_340_000, by: 'Giulia Serra' },
  ...{ agentId: workstation().agent.id, at: secondsAgo(1_800) },
});

/** A file that the backend has not taken, as the page of what was set aside asks about it. */
export const refusedFile = (number: number, why: AttachmentRefusal, changed: object = {}): SetAside => {
  const { id, code, name } = carlo.customer;
  const { number: caseNumber, id: caseId } = carlosCase;
  return {
    ...{ kind: 'file', id: ulid('F', number) as Attachment['id'], at: secondsAgo(3_600), why, caseId, caseNumber },
    ...{ name: 'delega firmata.pdf', customer: { id, code, name } },
    ...changed,
  };
};

const withFiles = (attachments: readonly Attachment[]): CustomerCard => ({
  ...carlo,
  openCases: carlo.openCases.map((one) => (one.id === carlosCase.id ? { ...one, attachments: [...attachments] } : one)),
});

/** Carlo with these files in his case, and these on their way. */
export function programsWithFiles(
  attachments: readonly Attachment[],
  state: Partial<AttachmentsState> = {},
): DeskPrograms {
  const data = { ...quietData(), attachments: { own: [], fetching: [], ...state } };
  const programs = createDeskPrograms({ data });
  programs.answers.data.getCustomer = () => withFiles(attachments);
  return programs;
}
