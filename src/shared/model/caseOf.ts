// A case as the feed tells it, and the file that its acts go by: from one to the other and back. Pure.
import { type CaseFile, FRONT_LINE, mostLogTold, type Stage, statusOf, type ToldFile } from './caseFile.ts';
import type { Case } from './customer.ts';

/** What was done before there were acts is known by four words alone: it is open, being worked on, or over. */
const stageBefore = ({ status, openedAt }: Pick<Case, 'status' | 'openedAt'>): Stage => {
  if (status === 'open') return { step: 'registered' };
  if (status === 'closed') return { step: 'closed', at: openedAt, outcome: 'solved', rootCause: null };
  return { step: 'worked' };
};

/** Of a case to which nothing has been done here: nobody’s yet, so that whoever answers may take it. */
const fileBefore = (found: Pick<Case, 'status' | 'openedAt'>): ToldFile => ({
  kind: 'case',
  stage: stageBefore(found),
  priority: 'P3',
  channel: 'call',
  contract: null,
  words: '',
  remedy: '',
  registeredBy: null,
  registeredAt: found.openedAt,
  profile: null,
  variant: null,
  owner: null,
  backOffice: FRONT_LINE,
  disputedCents: null,
  waits: [],
  dues: [],
  tasks: [],
  confirmations: [],
  toTell: [],
  proposal: null,
  log: [],
});

type Head = Pick<Case, 'number' | 'title' | 'reasonCode' | 'reminders' | 'openedAt' | 'status' | 'file'>;

/** The file by which acts on it are decided. Whom it is about is not in it: that the backend alone knows. */
export function fileOf(found: Head): CaseFile {
  const { number, title, reasonCode, reminders, openedAt: receivedAt } = found;
  const told = found.file ?? fileBefore(found);
  return { number, title, reasonCode, reminders, receivedAt, ...told, subject: null, contactId: null };
}

/** What is told of that file. */
export function headOf(file: CaseFile): Head {
  const { number, title, reasonCode, reminders, receivedAt: openedAt, subject: _, contactId: __, log, ...rest } = file;
  return {
    ...{ number, title, reasonCode, reminders, openedAt, status: statusOf(file.stage.step) },
    file: { ...rest, log: log.slice(-mostLogTold) },
  };
}
