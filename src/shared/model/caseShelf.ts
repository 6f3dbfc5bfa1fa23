// Where a case is found on the page of cases, by what is due of it next, who has it and what its customer has not been told. Pure.
import { z } from 'zod';
import type { Day } from './calendar.ts';
import { type CaseDue, type Confirmation, isOpen, type ToldFile } from './caseFile.ts';

/** `soon`: four fifths of the time of what is due next are over; `late`: its day is. `toTell`: closed ones too. `toConfirm`: another’s work. */
export const caseShelfSchema = z.enum(['mine', 'office', 'soon', 'late', 'toTell', 'toConfirm', 'all']);
export type CaseShelf = z.infer<typeof caseShelfSchema>;

export type RunningDue = CaseDue & { readonly end: Extract<CaseDue['end'], { state: 'running' }> };

const isRunning = (due: CaseDue): due is RunningDue => due.metAt === null && due.end.state === 'running';

/** What is due next; null: nothing is, or the clock rests. */
export const nextDue = ({ dues }: Pick<ToldFile, 'dues'>): RunningDue | null =>
  dues.filter(isRunning).toSorted((one, other) => one.end.day.localeCompare(other.end.day))[0] ?? null;

/** How pressing it is: `calm` until four fifths of its time are over. */
export const pressing = ({ end }: RunningDue, today: Day): 'calm' | 'soon' | 'late' =>
  end.day < today ? 'late' : end.warn[1] <= today ? 'soon' : 'calm';

interface ShelfMarks {
  readonly open: boolean;
  readonly ownerId: string | null;
  readonly office: string | null;
  readonly dueDay: Day | null;
  /** From then on it is `soon`. */
  readonly warnDay: Day | null;
  readonly toTell: boolean;
  /** Of every confirmation that is asked for: who cannot be the one to give it. */
  readonly asked: readonly (readonly string[])[];
}

/** Who asked for it, and whose work it is about, does not confirm it. */
export const cannotConfirm = ({ askedBy, authors }: Pick<Confirmation, 'askedBy' | 'authors'>): readonly string[] => [
  askedBy,
  ...authors,
];

/** Of one to which nothing has been done here nothing is known: it is among all, and nobody's. */
export function shelfMarks(file: ToldFile | null, status: string): ShelfMarks {
  const due = file !== null && isOpen(file.stage.step) ? nextDue(file) : null;
  return {
    open: status !== 'closed',
    ownerId: file?.owner?.id ?? null,
    office: file?.backOffice ?? null,
    dueDay: due?.end.day ?? null,
    warnDay: due?.end.warn[1] ?? null,
    toTell: (file?.toTell.length ?? 0) > 0,
    asked: file?.confirmations.filter(({ end }) => end.state === 'asked').map(cannotConfirm) ?? [],
  };
}

export interface ShelfReader {
  readonly agentId: string;
  readonly offices: readonly string[];
  readonly today: Day;
  /** Whether it is theirs to confirm what others ask for. */
  readonly confirms: boolean;
}

export function isOn(shelf: CaseShelf, marks: ShelfMarks, { agentId, offices, today, confirms }: ShelfReader): boolean {
  const { open, ownerId, office, dueDay, warnDay, toTell, asked } = marks;
  if (shelf === 'toTell') return toTell;
  if (!open) return false;
  if (shelf === 'all') return true;
  if (shelf === 'toConfirm') return confirms && asked.some((not) => !not.includes(agentId));
  if (shelf === 'mine') return ownerId === agentId;
  if (shelf === 'office') return office !== null && offices.includes(office);
  if (dueDay === null || warnDay === null) return false;
  return shelf === 'late' ? dueDay < today : dueDay >= today && warnDay <= today;
}
