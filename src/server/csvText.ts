// Rows as a spreadsheet of an office opens them: semicolons, UTF-8 that says so, nothing that would be reckoned as a formula.

/** Before the first row. */
export const csvBeginning = '\uFEFF';

export const csvRow = (cells: readonly string[]): string => `${cells.map(cell).join(';')}\r\n`;

/** A spreadsheet would reckon what begins like a formula (CWE-1236); numbers with a plus are left as they are. */
function cell(text: string): string {
  const harmless = /^[=@\t\r]/.test(text) || /^[+-](?![\d\s()./-]*$)/.test(text) ? `'${text}` : text;
  return `"${harmless.replaceAll('"', '""')}"`;
}
