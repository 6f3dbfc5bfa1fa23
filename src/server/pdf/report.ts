// A report on A4, as a manager reads and signs it: figures first, the lead's words, calls as columns with the same in a table, reasons and cases as
// bars, how everything is counted, and where it is signed. Drawn as lines and text alone: it prints sharp, also in grey.
import type { Cell, Column, Fact, Sheet, Table } from '../reports/sheet.ts';
import { newPdf } from './document.ts';

type Pdf = ReturnType<typeof newPdf>['pdf'];

const mm = (length: number): number => (length * 72) / 25.4;
const side = mm(18);
const top = mm(16);
const foot = mm(18);
const width = mm(174);
const grey = '#555555';
const line = '#bdbab4';
const dark = '#2f3a46';
const light = '#c9d1d9';
const room = { small: mm(2), between: mm(7) };

/** `assets`: the project's folder of that name, for its fonts. */
export async function reportPdf(sheet: Sheet, assets: string): Promise<Buffer> {
  const margins = { top, bottom: foot, left: side, right: side };
  const title = `${sheet.title} · ${sheet.period}`;
  const { pdf, whole } = newPdf({ title, language: sheet.language, margins }, assets);
  head(pdf, sheet);
  heading(pdf, sheet.figures.title, mm(34));
  cells(pdf, sheet.figures.cells);
  if (sheet.chats !== null) {
    heading(pdf, sheet.chats.title, mm(42));
    cells(pdf, sheet.chats.cells);
  }
  words(pdf, sheet.notes);
  heading(pdf, sheet.calls.title, mm(80));
  columns(pdf, sheet.calls);
  if (sheet.queues !== null) section(pdf, sheet.queues.title, sheet.queues.table);
  section(pdf, sheet.reasons.title, sheet.reasons.table);
  facts(pdf, sheet.reasons.facts);
  if (sheet.transfers !== null) section(pdf, sheet.transfers.title, sheet.transfers.table);
  heading(pdf, sheet.satisfaction.title, mm(22));
  facts(pdf, sheet.satisfaction.facts);
  heading(pdf, sheet.complaints.title, mm(30));
  facts(pdf, sheet.complaints.facts);
  if (sheet.complaints.causes !== null) section(pdf, sheet.complaints.causes.title, sheet.complaints.causes.table);
  section(pdf, sheet.backlog.title, sheet.backlog.table);
  for (const list of sheet.lists) {
    heading(pdf, list.title, mm(22));
    facts(pdf, list.facts);
  }
  section(pdf, sheet.calls.title, sheet.calls.table);
  how(pdf, sheet.how);
  signing(pdf, sheet);
  feet(pdf, sheet);
  return whole();
}

const bottom = (pdf: Pdf): number => pdf.page.height - foot;

/** On the next page where there is not so much room left on this one. */
function keep(pdf: Pdf, height: number): void {
  if (pdf.y + height > bottom(pdf)) pdf.addPage();
}

const plain = (pdf: Pdf, size: number, colour = 'black') => pdf.font('plain').fontSize(size).fillColor(colour);
const bold = (pdf: Pdf, size: number, colour = 'black') => pdf.font('bold').fontSize(size).fillColor(colour);

function rule(pdf: Pdf, y: number, { colour = line, thick = 0.5 } = {}): void {
  pdf
    .moveTo(side, y)
    .lineTo(side + width, y)
    .lineWidth(thick)
    .strokeColor(colour)
    .stroke();
}

function head(pdf: Pdf, { company, title, period, about, state, isFinal }: Sheet): void {
  plain(pdf, 9, grey).text(company, side, top, { width: width * 0.6 });
  const after = pdf.y;
  bold(pdf, 8, isFinal ? grey : 'black').text(state, side + width * 0.5, top, { width: width * 0.5, align: 'right' });
  pdf.y = Math.max(after, pdf.y) + mm(4);
  bold(pdf, 20).text(title, side, pdf.y, { width });
  plain(pdf, 13).text(period, side, pdf.y + 2, { width });
  plain(pdf, 8.5, grey).text(about, side, pdf.y + 4, { width });
  rule(pdf, pdf.y + mm(3), { colour: 'black', thick: 1 });
  pdf.y += mm(3);
}

/** `height`: of what has to stand on the same page. */
function heading(pdf: Pdf, text: string, height: number): void {
  keep(pdf, height + mm(12));
  pdf.y += room.between;
  bold(pdf, 11).text(text, side, pdf.y, { width });
  pdf.y += room.small;
}

const perRow = 4;
const cellHeight = mm(21);

function cells(pdf: Pdf, all: readonly Cell[]): void {
  const gap = mm(4);
  const each = (width - gap * (perRow - 1)) / perRow;
  const first = pdf.y;
  for (const [at, { name, value, about, note }] of all.entries()) {
    const x = side + (at % perRow) * (each + gap);
    const y = first + Math.floor(at / perRow) * cellHeight;
    pdf
      .moveTo(x, y)
      .lineTo(x + each, y)
      .lineWidth(0.8)
      .strokeColor(dark)
      .stroke();
    plain(pdf, 7.5, grey).text(name, x, y + 4, { width: each, continued: true });
    plain(pdf, 5.5, grey).text(` ${note}`, { continued: false, rise: 2 } as never);
    bold(pdf, 15).text(value, x, y + mm(8), { width: each });
    plain(pdf, 7, grey).text(about, x, pdf.y, { width: each, height: mm(6), ellipsis: true });
  }
  pdf.x = side;
  pdf.y = first + Math.ceil(all.length / perRow) * cellHeight - mm(3);
}

function words(pdf: Pdf, { title, parts, none }: Sheet['notes']): void {
  heading(pdf, title, mm(16));
  if (parts.length === 0) return void plain(pdf, 9, grey).text(none, side, pdf.y, { width });
  const names = mm(38);
  for (const { name, text } of parts) {
    plain(pdf, 9);
    keep(pdf, Math.min(mm(14), pdf.heightOfString(text, { width: width - names })) + 3);
    const y = pdf.y;
    bold(pdf, 9).text(name, side, y, { width: names - mm(3) });
    const after = pdf.y;
    const page = pdf.bufferedPageRange().count;
    plain(pdf, 9).text(text, side + names, y, { width: width - names, lineGap: 1.5 });
    pdf.y = (pdf.bufferedPageRange().count > page ? pdf.y : Math.max(after, pdf.y)) + 4;
  }
  pdf.x = side;
}

/** The next round number above: the columns' scale ends there. */
function roundAbove(most: number): number {
  if (most <= 1) return 1;
  const power = 10 ** Math.floor(Math.log10(most));
  return power * ([1, 2, 3, 4, 5, 6, 8, 10].find((step) => step * power >= most) ?? 10);
}

const labelsAtMost = 9;

function columns(pdf: Pdf, { columns: all, answered, lost, level, goal, share }: Sheet['calls']): void {
  legend(pdf, [
    { text: answered, fill: dark },
    { text: lost, fill: light },
  ]);
  const frame = { x: side + mm(12), width: width - mm(12) };
  const most = roundAbove(Math.max(0, ...all.map(({ calls }) => calls.offered - calls.shortAbandoned)));
  const slot = frame.width / Math.max(1, all.length);
  const bar = Math.min(slot * 0.72, mm(9));
  const every = Math.ceil(all.length / labelsAtMost);
  const chart = (height: number, scale: number, textOf: (value: number) => string) => {
    const y = pdf.y + 4;
    const at = (value: number) => y + height * (1 - value / scale);
    for (const part of [0, 0.5, 1]) {
      pdf
        .moveTo(frame.x, at(scale * part))
        .lineTo(frame.x + frame.width, at(scale * part))
        .lineWidth(0.4)
        .strokeColor(line)
        .stroke();
      plain(pdf, 7, grey).text(textOf(scale * part), side, at(scale * part) - 4, { width: mm(10), align: 'right' });
    }
    return { at, end: y + height };
  };
  const x = (index: number) => frame.x + index * slot + (slot - bar) / 2;
  const isWhole = (value: number) => Number.isInteger(value);

  const volume = chart(mm(38), most, (value) => (isWhole(value) ? String(value) : ''));
  for (const [index, { calls }] of all.entries()) {
    const offered = calls.offered - calls.shortAbandoned;
    if (offered === 0) continue;
    const [full, done] = [volume.at(offered), volume.at(Math.min(calls.answered, offered))];
    pdf.rect(x(index), full, bar, done - full).fill(light);
    pdf.rect(x(index), done, bar, volume.at(0) - done).fill(dark);
  }
  pdf.y = volume.end + 6;
  plain(pdf, 8, grey).text(level, side, pdf.y, { width });

  const shares = chart(mm(24), 1, share);
  const points = all.flatMap((one: Column, index) => (one.level === null ? [] : [{ index, level: one.level }]));
  for (const [place, { index, level: value }] of points.entries()) {
    const [cx, cy] = [x(index) + bar / 2, shares.at(value)];
    const before = points[place - 1];
    // Between them a line, unless nobody called meanwhile.
    if (before?.index === index - 1)
      pdf
        .moveTo(x(before.index) + bar / 2, shares.at(before.level))
        .lineTo(cx, cy)
        .lineWidth(1.1)
        .strokeColor(dark)
        .stroke();
    pdf.circle(cx, cy, 1.7).fill(dark);
  }
  pdf
    .moveTo(frame.x, shares.at(goal.value))
    .lineTo(frame.x + frame.width, shares.at(goal.value))
    .lineWidth(0.7)
    .dash(3, { space: 2 })
    .strokeColor('black')
    .stroke()
    .undash();
  plain(pdf, 7);
  const wide = pdf.widthOfString(goal.text) + 4;
  pdf.rect(frame.x + frame.width - wide, shares.at(goal.value) - 10, wide, 8.5).fill('white');
  plain(pdf, 7).text(goal.text, frame.x, shares.at(goal.value) - 9, { width: frame.width, align: 'right' });
  for (const [index, { label }] of all.entries()) {
    if (index % every !== 0) continue;
    const middle = x(index) + bar / 2;
    plain(pdf, 7, grey).text(label, middle - mm(10), shares.end + 4, { width: mm(20), align: 'center' });
  }
  pdf.x = side;
  pdf.y = shares.end + 16;
}

function legend(pdf: Pdf, entries: readonly { readonly text: string; readonly fill: string }[]): void {
  const y = pdf.y;
  let x = side;
  for (const { text, fill } of entries) {
    pdf
      .rect(x, y + 1.5, 7, 7)
      .lineWidth(0.4)
      .fillAndStroke(fill, dark);
    plain(pdf, 8, grey).text(text, x + 11, y, { lineBreak: false });
    x += 11 + pdf.widthOfString(text) + mm(6);
  }
  pdf.x = side;
  pdf.y = y + 14;
}

function section(pdf: Pdf, title: string, table: Table): void {
  heading(pdf, title, mm(8) + Math.min(table.rows.length, 4) * rowHeight);
  rows(pdf, table);
}

const rowHeight = mm(5.6);
const barsWide = mm(26);

/** The first column takes what the others leave; its head stands again on every page. */
function rows(pdf: Pdf, { head: names, rows: all, bars, strong = [] }: Table): void {
  const end = side + width - (bars === undefined ? 0 : barsWide + mm(4));
  const narrow = Math.min(bars === undefined ? mm(26) : mm(22), (end - side) / (names.length + 1));
  const first = end - side - narrow * (names.length - 1);
  const cell = (text: string, at: number, y: number) =>
    at === 0
      ? pdf.text(text, side, y, { width: first - mm(2), height: 10, ellipsis: true })
      : pdf.text(text, side + first + narrow * (at - 1), y, {
          width: narrow,
          align: 'right',
          height: 10,
          ellipsis: true,
        });
  const writeHead = () => {
    const y = pdf.y;
    plain(pdf, 7.5, grey);
    for (const [at, name] of names.entries()) cell(name, at, y);
    rule(pdf, y + 12, { colour: 'black' });
    pdf.y = y + 15;
  };
  writeHead();
  for (const [index, row] of all.entries()) {
    if (pdf.y + rowHeight > bottom(pdf)) {
      pdf.addPage();
      writeHead();
    }
    const y = pdf.y;
    const isStrong = strong.includes(index);
    const indent = strong.length > 0 && !isStrong ? '   ' : '';
    for (const [at, text] of row.entries()) {
      (isStrong && at === 0 ? bold : plain)(pdf, 8.5);
      cell(at === 0 ? `${indent}${text}` : text, at, y);
    }
    const part = bars?.[index] ?? null;
    if (part !== null)
      pdf
        .rect(end + mm(4), y + (isStrong ? 1 : 2.5), Math.max(0.8, barsWide * part), isStrong ? 7 : 4)
        .fill(isStrong ? dark : light);
    rule(pdf, y + rowHeight - 3, { thick: 0.3 });
    pdf.y = y + rowHeight;
  }
  pdf.x = side;
}

function facts(pdf: Pdf, all: readonly Fact[]): void {
  for (const { name, value, note } of all) {
    keep(pdf, rowHeight);
    const y = pdf.y + 1;
    plain(pdf, 8.5).text(name, side, y, { width: width * 0.6, continued: note !== null });
    if (note !== null) plain(pdf, 6, grey).text(` ${note}`, { continued: false, rise: 2 } as never);
    bold(pdf, 8.5).text(value, side + width * 0.5, y, { width: width * 0.5, align: 'right' });
    rule(pdf, y + rowHeight - 3, { thick: 0.3 });
    pdf.y = y + rowHeight - 1;
  }
  pdf.x = side;
}

function how(pdf: Pdf, { title, notes, besides }: Sheet['how']): void {
  heading(pdf, title, mm(20));
  for (const [at, text] of [...notes.entries(), ...besides.map((one) => [null, one] as const)]) {
    plain(pdf, 7.5, grey);
    keep(pdf, pdf.heightOfString(text, { width: width - mm(6) }) + 2);
    const y = pdf.y;
    if (at !== null) pdf.text(String(at + 1), side, y, { width: mm(5) });
    pdf.text(text, side + mm(6), y, { width: width - mm(6) });
    pdf.y += 2;
  }
  pdf.x = side;
}

function signing(pdf: Pdf, { signing: { prepared, by, confirmed, signed, room: toSign } }: Sheet): void {
  const height = mm(30);
  keep(pdf, height + room.between);
  const y = pdf.y + room.between;
  const half = width / 2 - mm(5);
  const box = (x: number, name: string, text: string | null) => {
    plain(pdf, 8, grey).text(name, x, y, { width: half });
    if (text !== null) bold(pdf, 10).text(text, x, y + mm(5), { width: half });
    pdf
      .moveTo(x, y + mm(20))
      .lineTo(x + half, y + mm(20))
      .lineWidth(0.6)
      .strokeColor('black')
      .stroke();
  };
  box(side, prepared, by);
  box(side + width / 2 + mm(5), confirmed, signed);
  if (signed === null) plain(pdf, 7, grey).text(toSign, side + width / 2 + mm(5), y + mm(21), { width: half });
  pdf.x = side;
}

function feet(pdf: Pdf, { company, title, period, page }: Sheet): void {
  const { count } = pdf.bufferedPageRange();
  for (let at = 0; at < count; at += 1) {
    pdf.switchToPage(at);
    // Within the margin: otherwise the text would begin a page of its own.
    pdf.page.margins.bottom = 0;
    const y = pdf.page.height - mm(12);
    rule(pdf, y - 4, { thick: 0.4 });
    plain(pdf, 7.5, grey).text(`${company} · ${title} · ${period}`, side, y, {
      width: width * 0.75,
      height: 10,
      ellipsis: true,
    });
    pdf.text(page(at + 1, count), side + width * 0.75, y, { width: width * 0.25, align: 'right' });
  }
}
