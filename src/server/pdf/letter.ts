// A letter on A4: the company's head, the recipient where the window of an envelope is, day, subject, the parts in their order, the signature,
// and at the foot of each page where the customer may turn. What is drawn is a list of rows, made by itself.
import type { Language } from '#shared/model/ids';
import type { LetterTemplate, Written } from '#shared/model/letters';
import { newPdf } from './document.ts';

export interface PrintedLetter {
  readonly company: string;
  /** Name and address, line by line. */
  readonly recipient: readonly string[];
  /** "27 novembre 2026". */
  readonly day: string;
  /** "Oggetto: Reclamo n. 260 118 401". */
  readonly subject: string;
  /** In threes: it is not broken between lines. */
  readonly number: string;
  readonly template: LetterTemplate;
  readonly parts: Written;
  readonly language: Language;
  /** Where else the customer may turn; null: nowhere in particular. */
  readonly foot: string | null;
  readonly page: (page: number, of: number) => string;
}

interface LetterRow {
  readonly kind: 'company' | 'recipient' | 'day' | 'subject' | 'part' | 'signature' | 'foot';
  readonly text: string;
}

/** In the order in which they are read. The last part signs: below its first line there is room for a hand. */
export function rowsOf({
  company,
  recipient,
  day,
  subject,
  number,
  template,
  parts,
  foot,
}: PrintedLetter): LetterRow[] {
  const unbroken = number.replaceAll(' ', '\u00a0');
  const inOne = (text: string): string => text.replaceAll(number, unbroken);
  const last = template.parts.at(-1)?.code;
  const written = template.parts.flatMap(({ code }): LetterRow[] => {
    const text = (parts[code] ?? '').trim();
    if (text === '') return [];
    return [{ kind: code === last ? 'signature' : 'part', text: inOne(text) }];
  });
  return [
    { kind: 'company', text: company },
    { kind: 'recipient', text: recipient.join('\n') },
    { kind: 'day', text: day },
    { kind: 'subject', text: inOne(subject) },
    ...written,
    ...(foot === null ? [] : [{ kind: 'foot' as const, text: foot }]),
  ];
}

const mm = (length: number): number => (length * 72) / 25.4;
const side = mm(25);
const textWidth = mm(160);
const grey = '#555555';
const size = 10;
const leading = { lineGap: 3 };
/** Of four lines. */
const undividedRoom = mm(24);
/** For a hand to sign in. */
const signingRoom = mm(14);
/** Of a signature's lines and the room between them: it does not begin a page by itself in two halves. */
const signatureRoom = mm(32);
const footRoom = mm(34);

/** `assets`: the project's folder of that name, for its fonts. */
export async function letterPdf(letter: PrintedLetter, assets: string): Promise<Buffer> {
  const { subject: title, language } = letter;
  const margins = { top: mm(22), bottom: footRoom, left: side, right: mm(25) };
  const { pdf, whole } = newPdf({ title, language, margins }, assets);
  const rows = rowsOf(letter);
  const bottom = () => pdf.page.height - footRoom;
  for (const { kind, text } of rows) {
    switch (kind) {
      case 'company':
        pdf.font('bold').fontSize(13).text(text, side, mm(18), { width: textWidth });
        pdf
          .moveTo(side, pdf.y + 4)
          .lineTo(side + textWidth, pdf.y + 4)
          .lineWidth(0.6)
          .strokeColor(grey)
          .stroke();
        break;
      case 'recipient':
        // As on forms for envelopes with their window on the right (UNI EN ISO 269, DL).
        pdf.font('plain').fontSize(size);
        pdf.text(text, mm(110), Math.max(mm(48), pdf.y + mm(8)), { width: mm(75), ...leading });
        break;
      case 'day':
        pdf.text(text, side, Math.max(mm(88), pdf.y + mm(8)), { width: textWidth });
        break;
      case 'subject':
        pdf.font('bold').text(text, side, pdf.y + mm(7), { width: textWidth, ...leading });
        pdf.y += mm(3);
        break;
      case 'part': {
        pdf.font('plain').fontSize(size);
        // What is short is not divided, and of what is long two lines at least stand before a page ends.
        const height = mm(2.5) + pdf.heightOfString(text, { width: textWidth, ...leading });
        if (pdf.y + Math.min(height, undividedRoom) > bottom()) pdf.addPage();
        pdf.text(text, side, pdf.y + mm(2.5), { width: textWidth, ...leading });
        break;
      }
      case 'signature': {
        const [greeting = '', ...names] = text.split('\n');
        pdf.font('plain').fontSize(size);
        if (pdf.y + signatureRoom > bottom()) pdf.addPage();
        pdf.text(greeting, side, pdf.y + mm(5), { width: textWidth, ...leading });
        if (names.length > 0) pdf.text(names.join('\n'), side, pdf.y + signingRoom, { width: textWidth, ...leading });
        break;
      }
      case 'foot':
        break;
    }
  }
  feet(pdf, rows.find(({ kind }) => kind === 'foot')?.text ?? '', letter);
  return whole();
}

/** At the foot of every page: where else to turn, whose letter it is, which page. */
function feet(pdf: ReturnType<typeof newPdf>['pdf'], foot: string, { company, number, page }: PrintedLetter): void {
  const { count } = pdf.bufferedPageRange();
  const line = { width: textWidth, lineGap: 1 };
  for (let at = 0; at < count; at += 1) {
    pdf.switchToPage(at);
    // Within the margin: otherwise the text would begin a page of its own.
    pdf.page.margins.bottom = 0;
    const top = pdf.page.height - footRoom + mm(6);
    pdf
      .moveTo(side, top)
      .lineTo(side + textWidth, top)
      .lineWidth(0.4)
      .strokeColor(grey)
      .stroke();
    pdf.font('plain').fontSize(7.5).fillColor(grey);
    pdf.text(foot, side, top + 5, { ...line, height: mm(14), ellipsis: true });
    const below = pdf.page.height - mm(13);
    pdf.text(`${company} · ${number}`, side, below, { ...line, width: mm(125), height: 12, ellipsis: true });
    pdf.text(page(at + 1, count), side + mm(125), below, { width: mm(35), align: 'right' });
  }
}
