// Everything of a case in one package: its facts, dues, tasks and log as PDF, the letters that were sent, its files, and a list of what is where
// with checksums. Whom a complaint is about does not stand in it, nor in which conversation it was made.
import { dayOf } from '#shared/model/calendar';
import type { CaseRules } from '#shared/model/caseActs';
import type { CaseFile } from '#shared/model/caseFile';
import { inThrees } from '#shared/model/caseNumber';
import type { CaseLists } from '#shared/model/caseRules';
import type { Customer } from '#shared/model/customer';
import { type FileKind, safeFileName } from '#shared/model/fileKind';
import type { Language } from '#shared/model/ids';
import { caseNames as english } from '#shared/words/en/caseNames';
import { caseNames as italian } from '#shared/words/it/caseNames';
import { csvBeginning, csvRow } from '../csvText.ts';
import type { Seen } from '../db/seenBy.ts';
import { dayInWords, euros, recipientOf } from '../letters/facts.ts';
import { aboutCase } from '../letters/letters.ts';
import { words as ofLetters } from '../letters/words.ts';
import { type Block, pdfOf } from '../pdf/document.ts';
import { type Zip, zipOf } from '../privacy/zip.ts';
import { type KeptCase, logOf, readCase } from '../repositories/cases.ts';
import { type KeptLetter, lettersOf } from '../repositories/letters.ts';
import type { Acting } from './act.ts';

const caseNames = { it: italian, en: english };

interface DossierFile {
  readonly id: string;
  readonly name: string;
  readonly kind: FileKind;
  readonly bytes: number;
  readonly sha256: string;
  readonly by: string;
  readonly at: Date;
}

interface Dossier {
  readonly found: KeptCase;
  readonly file: CaseFile;
  readonly log: CaseFile['log'];
  readonly customer: Customer;
  readonly company: string;
  readonly lists: CaseLists;
  readonly rules: CaseRules;
  readonly letters: readonly KeptLetter[];
  readonly files: readonly DossierFile[];
}

/** Throws ProblemError `not-found`, `restricted`. */
export async function dossierOf(acting: Acting, caseId: string): Promise<Dossier> {
  const { tx } = acting;
  const about = await aboutCase(acting, await readCase(tx, caseId));
  const letters = (await lettersOf(tx, caseId)).filter(({ sent }) => sent !== null).toReversed();
  return { ...about, letters, log: await logOf(tx, caseId), files: await filesOf(tx, caseId) };
}

async function filesOf(tx: Seen, caseId: string): Promise<DossierFile[]> {
  const rows = await tx
    .selectFrom('attachments')
    .select(['id', 'name', 'kind', 'bytes', 'sha256', 'by_name as by', 'at'])
    .where('case_id', '=', caseId)
    .where('state', '=', 'here')
    .orderBy('at')
    .orderBy('id')
    .execute();
  return rows.flatMap(({ kind, ...row }) => (kind === null ? [] : [{ ...row, kind }]));
}

const words = {
  it: {
    ...{ title: 'Fascicolo', asOf: 'al', customer: 'Cliente', number: 'Numero', kind: 'Tipo', subject: 'Oggetto' },
    ...{ step: 'A che punto è', received: 'Ricevuta il', registered: 'Registrata il', by: 'da', owner: 'In carico a' },
    ...{ office: 'Ufficio', contract: 'Contratto', words: 'Parole del cliente', remedy: 'Che cosa chiede' },
    ...{ proposal: 'Proposta', cost: 'a carico della società', indemnity: 'indennizzo', outcome: 'Esito' },
    ...{
      dues: 'Scadenze',
      met: 'rispettata il',
      metLate: 'adempiuta in ritardo il',
      running: 'entro il',
      rests: 'sospesa dal',
    },
    ...{ tasks: 'Attività', log: 'Che cosa è stato fatto', letters: 'Lettere inviate', files: 'File', none: 'Niente.' },
    ...{ was: 'prima', file: 'pratica.pdf', index: 'indice.csv', filesFolder: 'file', lettersFolder: 'lettere' },
    columns: ['Percorso', 'Nome', 'Byte', 'SHA-256', 'Aggiunto da', 'Il'],
  },
  en: {
    ...{ title: 'Case file', asOf: 'as of', customer: 'Customer', number: 'Number', kind: 'Kind', subject: 'Subject' },
    ...{ step: 'Where it stands', received: 'Received on', registered: 'Registered on', by: 'by', owner: 'Owner' },
    ...{ office: 'Office', contract: 'Contract', words: 'The customer’s words', remedy: 'What they ask for' },
    ...{ proposal: 'Proposal', cost: 'borne by the company', indemnity: 'indemnity', outcome: 'Outcome' },
    ...{ dues: 'Deadlines', met: 'met on', metLate: 'met late, on', running: 'by', rests: 'suspended since' },
    ...{
      tasks: 'Tasks',
      log: 'What has been done',
      letters: 'Letters that were sent',
      files: 'Files',
      none: 'Nothing.',
    },
    ...{ was: 'before', file: 'case.pdf', index: 'index.csv', filesFolder: 'files', lettersFolder: 'letters' },
    columns: ['Path', 'Name', 'Bytes', 'SHA-256', 'Added by', 'On'],
  },
} as const;

/** What stands in the PDF of the case. */
export function blocksOf(dossier: Dossier, language: Language): Block[] {
  const { file, log, customer, lists, rules, letters, files } = dossier;
  const [w, names] = [words[language], caseNames[language]];
  /** Of a newer program's acts there is no name here. */
  const acts: Readonly<Record<string, string>> = names.acts;
  const { calendar } = rules;
  const dayIn = (instant: string): string => dayInWords(dayOf(instant, calendar), language);
  const momentIn = (instant: string): string =>
    new Date(instant).toLocaleString({ it: 'it-IT', en: 'en-GB' }[language], {
      ...{ dateStyle: 'short', timeStyle: 'short', timeZone: calendar.timeZone },
    });
  const field = (name: string, value: string | null | undefined): Block[] =>
    value ? [{ kind: 'field', name, value }] : [];
  const section = (text: string, blocks: readonly Block[]): Block[] => [
    { kind: 'heading', text },
    ...(blocks.length === 0 ? [{ kind: 'text' as const, text: w.none }] : blocks),
  ];
  const officeOf = (code: string): string =>
    lists.backOffices.find((office) => office.code === code)?.name[language] ?? code;
  const { stage, proposal, registeredBy } = file;
  const sums =
    proposal === null
      ? []
      : [
          ...(proposal.costCents > 0 ? [`${euros(proposal.costCents, language)} ${w.cost}`] : []),
          ...(proposal.indemnityCents > 0 ? [`${euros(proposal.indemnityCents, language)} ${w.indemnity}`] : []),
        ];
  return [
    ...field(w.customer, [...recipientOf(customer), customer.code].join('\n')),
    ...field(w.number, inThrees(file.number)),
    ...field(w.kind, names.kinds[file.kind]),
    ...field(w.subject, file.title),
    ...field(w.step, names.steps[stage.step]),
    ...('outcome' in stage ? field(w.outcome, ofLetters[language].outcomes[stage.outcome]) : []),
    ...field(w.received, dayIn(file.receivedAt)),
    ...field(
      w.registered,
      `${momentIn(file.registeredAt)}${registeredBy === null ? '' : ` ${w.by} ${registeredBy.name}`}`,
    ),
    ...field(w.owner, file.owner?.name),
    ...field(w.office, officeOf(file.backOffice)),
    ...field(w.contract, file.contract),
    ...field(w.words, file.words),
    ...field(w.remedy, file.remedy),
    ...field(w.proposal, proposal === null ? null : [proposal.text, ...sums].join('\n')),
    ...section(
      w.dues,
      file.dues.flatMap(({ what, end, metAt }) => {
        const due =
          end.state === 'running'
            ? `${w.running} ${dayInWords(end.day, language)}`
            : `${w.rests} ${dayInWords(end.since, language)}`;
        const isLate = metAt !== null && end.state === 'running' && dayOf(metAt, calendar) > end.day;
        const met = metAt === null ? '' : `, ${isLate ? w.metLate : w.met} ${dayIn(metAt)}`;
        return field(names.dues[what], `${due}${met}`);
      }),
    ),
    ...section(
      w.tasks,
      file.tasks.flatMap((task) => {
        const how = task.end.state === 'done' ? task.end.result : task.end.state === 'dropped' ? task.end.why : '';
        const state = `${names.taskStates[task.end.state]}${how === '' ? '' : `: ${how}`}`;
        return field(officeOf(task.backOffice), [task.what, state].join('\n'));
      }),
    ),
    ...section(
      w.log,
      log.flatMap(({ at, by, act, text, was }) => [
        { kind: 'entry' as const, text: `${momentIn(at)} · ${acts[act] ?? act}${by === '' ? '' : ` · ${by}`}` },
        ...(text === '' ? [] : [{ kind: 'text' as const, text }]),
        ...Object.values(was)
          .filter((value) => value !== null && value !== '')
          .map((value) => ({ kind: 'text' as const, text: `(${w.was}: ${value})` })),
      ]),
    ),
    ...section(
      w.letters,
      letters.flatMap(({ template, sent }) =>
        sent === null
          ? []
          : field(
              template.name[language],
              [`${dayInWords(sent.day, language)} · ${sent.by}`, sent.how].join('\n').trim(),
            ),
      ),
    ),
    ...section(
      w.files,
      files.flatMap(({ name, by, at }) => field(dayIn(at.toISOString()), `${name} · ${by}`)),
    ),
  ];
}

/** A ZIP, piece by piece: no more of its files is in memory than a piece of one. */
export async function dossierZip(
  { at, language, ...dossier }: Dossier & { readonly at: Date; readonly language: Language },
  assets: string,
  bytesOf: (id: string) => AsyncIterable<Uint8Array>,
): Promise<Zip> {
  const w = words[language];
  const { customer, company, file, files, letters } = dossier;
  const title = `${w.title} ${inThrees(file.number)}`;
  const about = `${company} · ${customer.name} · ${w.asOf} ${dayInWords(dayOf(at.toISOString(), dossier.rules.calendar), language)}`;
  const pdf = await pdfOf({ title, about, language, blocks: blocksOf(dossier, language) }, assets);
  const sent = new Set(letters.map((letter) => letter.sent?.attachmentId));
  const placed = files.map((one, place) => ({
    ...one,
    path: `${sent.has(one.id) ? w.lettersFolder : w.filesFolder}/${place + 1}-${safeFileName(one.name, one.kind)}`,
  }));
  const rows = [
    w.columns,
    ...placed.map(({ path, name, bytes, sha256, by, at: day }) => [
      path,
      name,
      `${bytes}`,
      sha256,
      by,
      day.toISOString(),
    ]),
  ];
  const index = `${csvBeginning}${rows.map(csvRow).join('')}`;
  return zipOf(
    [
      { kind: 'text', path: w.file, content: pdf },
      { kind: 'text', path: w.index, content: Buffer.from(index) },
      ...placed.map(({ path, bytes, id }) => ({ kind: 'file' as const, path, bytes, pieces: bytesOf(id) })),
    ],
    at,
  );
}
