// Text as people compare it: without case and accents.

export const foldText = (text: string): string =>
  text
    .normalize('NFD')
    .replace(/\p{Diacritic}/gu, '')
    .toLowerCase();

/** "Giulia Serra" -> "GS". */
export const initials = (name: string): string =>
  name
    .split(/\s+/)
    .map((word) => word[0] ?? '')
    .slice(0, 2)
    .join('')
    .toUpperCase();

/** The name of a company as it is said aloud: without its legal form. */
export const spokenName = (company: string): string =>
  company.replace(/[\s,]+(s\.?p\.?a|s\.?r\.?l|s\.?n\.?c|s\.?a\.?s|ltd|inc|gmbh)\.?$/i, '');
