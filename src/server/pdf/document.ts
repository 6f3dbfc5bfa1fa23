// Documents on A4: headings, paragraphs, lines of name and value. The fonts are in the file, so that every European name prints.
import { join } from 'node:path';
import PDFDocument from 'pdfkit';

export type Block =
  | { readonly kind: 'heading'; readonly text: string }
  /** Above what belongs together: a conversation, a rule. */
  | { readonly kind: 'entry'; readonly text: string }
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'field'; readonly name: string; readonly value: string };

export interface Document {
  readonly title: string;
  /** Beneath the title: for whom, of when. */
  readonly about: string;
  readonly language: 'it' | 'en';
  readonly blocks: readonly Block[];
}

const margin = 56;
const nameWidth = 150;
const grey = '#555555';

/** `assets`: the project's folder of that name, for its fonts. */
export async function pdfOf({ title, about, language, blocks }: Document, assets: string): Promise<Buffer> {
  const margins = { top: margin, bottom: margin + 12, left: margin, right: margin };
  const { pdf, whole } = newPdf({ title, language, margins }, assets);
  pdf.font('bold').fontSize(18).text(title);
  pdf.moveDown(0.3).font('plain').fontSize(9).fillColor(grey).text(about).fillColor('black');
  for (const block of blocks) write(pdf, block);
  number(pdf);
  return whole();
}

interface Sheets {
  readonly title: string;
  readonly language: 'it' | 'en';
  /** In points. */
  readonly margins: { readonly top: number; readonly bottom: number; readonly left: number; readonly right: number };
}

/** A4, with the fonts `plain` and `bold`; every page can be gone back to until it is `whole`. */
export function newPdf({ title, language, margins }: Sheets, assets: string) {
  const pdf = new PDFDocument({
    size: 'A4',
    margins,
    bufferPages: true,
    // Unsaid, it looks for metrics of its own fonts beside its own file, which a package does not have.
    font: join(assets, 'fonts', 'DejaVuSans.ttf'),
    lang: language,
    info: { Title: title },
  });
  const pieces: Buffer[] = [];
  pdf.on('data', (piece: Buffer) => pieces.push(piece));
  const ended = new Promise<void>((resolve, reject) => {
    pdf.once('end', () => resolve());
    pdf.once('error', reject);
  });
  pdf.registerFont('plain', join(assets, 'fonts', 'DejaVuSans.ttf'));
  pdf.registerFont('bold', join(assets, 'fonts', 'DejaVuSans-Bold.ttf'));
  const whole = async (): Promise<Buffer> => {
    pdf.end();
    await ended;
    return Buffer.concat(pieces);
  };
  return { pdf, whole };
}

type Pdf = InstanceType<typeof PDFDocument>;

const widthOf = (pdf: Pdf): number => pdf.page.width - 2 * margin;

/** A heading alone at a page's foot belongs to the next page. */
function keepTogether(pdf: Pdf, height: number): void {
  if (pdf.y + height > pdf.page.height - margin - 12) pdf.addPage();
}

function write(pdf: Pdf, block: Block): void {
  switch (block.kind) {
    case 'heading':
      keepTogether(pdf, 70);
      pdf.moveDown(1.2).font('bold').fontSize(12).text(block.text, margin).moveDown(0.3);
      return;
    case 'entry':
      keepTogether(pdf, 48);
      pdf.moveDown(0.6).font('bold').fontSize(9).text(block.text, margin);
      return;
    case 'text':
      pdf.font('plain').fontSize(9).text(block.text, margin);
      return;
    case 'field': {
      pdf.font('plain').fontSize(9);
      const height = pdf.heightOfString(block.value, { width: widthOf(pdf) - nameWidth });
      keepTogether(pdf, Math.min(height, 200) + 2);
      const top = pdf.y;
      pdf.fillColor(grey).text(block.name, margin, top, { width: nameWidth - 8 });
      const afterName = pdf.y;
      pdf.fillColor('black').text(block.value, margin + nameWidth, top, { width: widthOf(pdf) - nameWidth });
      pdf.y = Math.max(afterName, pdf.y) + 2;
      pdf.x = margin;
      return;
    }
  }
}

/** "2 / 7" at the foot of each page. */
function number(pdf: Pdf): void {
  const { count } = pdf.bufferedPageRange();
  for (let page = 0; page < count; page += 1) {
    pdf.switchToPage(page);
    // Within the margin: otherwise the text would begin a page of its own.
    pdf.page.margins.bottom = 0;
    pdf
      .font('plain')
      .fontSize(8)
      .fillColor(grey)
      .text(`${page + 1} / ${count}`, margin, pdf.page.height - margin + 8, { width: widthOf(pdf), align: 'right' });
  }
}
