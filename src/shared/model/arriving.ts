// A caller's number as the trunk writes it, and the numbers under which the caller may be kept.
import { getCountryCallingCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { type E164, e164Schema, parseNumber } from './phoneNumber.ts';
import { countryOf, type Site } from './site.ts';

/** Fewer digits are an extension, or a short number that the site has a meaning for. */
const longestShort = 6;

/** Null for extensions and for what is no number. */
export function readArriving(raw: string, site: Site): E164 | null {
  const written = raw.replace(/^(tel|sip):/i, '').trim();
  const digits = written.replace(/\D/g, '');
  const meant = site.shortNumbers[digits];
  if (meant !== undefined) return meant;
  if (written.startsWith('+') || digits.length <= longestShort) return parseNumber(written, countryOf(site));
  if (site.numbersComeAs === 'e164NoPlus' && !digits.startsWith('0'))
    return e164Schema.safeParse(`+${digits}`).data ?? null;
  if (site.numbersComeAs === 'national') return readNational(digits, site);
  return local(digits, site) ?? parseNumber(written, countryOf(site));
}

/** "39 312 …" is a mobile in Italy, and no country's code. */
function readNational(digits: string, site: Site): E164 | null {
  const country = countryOf(site);
  const bare = digits.startsWith('0') ? null : `+${getCountryCallingCode(country)}${digits}`;
  if (bare !== null && parsePhoneNumberFromString(bare)?.isValid() === true) return bare as E164;
  return local(digits, site) ?? parseNumber(digits, country);
}

/** A number without its area's code, where it is none with it. Null: it is not that. */
function local(digits: string, site: Site): E164 | null {
  if (site.areaCode === null || digits.startsWith('0')) return null;
  const country = countryOf(site);
  if (parsePhoneNumberFromString(digits, country)?.isValid() === true) return null;
  const whole = parsePhoneNumberFromString(site.areaCode + digits, country);
  return whole?.isValid() === true ? (whole.number as string as E164) : null;
}

export interface Rung {
  readonly e164: E164;
  /** False: a guess, which the agent is told. */
  readonly sure: boolean;
}

/**
 * Under which numbers to look for a caller, in this order; who is found at the first is found. After them only the last digits are left.
 * `e164`: as it was read; null where nobody could.
 */
export function ladder(raw: string, e164: E164 | null): readonly Rung[] {
  const rungs: Rung[] = [];
  const add = (number: string | null, sure: boolean): void => {
    const read = e164Schema.safeParse(number);
    if (read.success && !rungs.some((rung) => rung.e164 === read.data)) rungs.push({ e164: read.data, sure });
  };
  add(e164, true);
  if (e164 !== null) {
    for (const same of abolished(e164)) add(same, true);
    add(withOrWithoutZero(e164), false);
  }
  // A trunk that says the country's code without its plus, and has not been told of.
  const digits = raw.replace(/\D/g, '');
  if (!raw.trim().startsWith('+') && !digits.startsWith('0') && digits.length > longestShort + 3)
    add(`+${digits}`, false);
  return rungs;
}

/** The same line in the plan of before: Mexico had a 1 before mobiles until 2019, and Argentina has its 9 from abroad alone. */
function abolished(e164: E164): string[] {
  const forms: readonly (readonly [RegExp, string])[] = [
    [/^\+521(\d{10})$/, '+52$1'],
    [/^\+52([2-9]\d{9})$/, '+521$1'],
    [/^\+549(\d{10})$/, '+54$1'],
    [/^\+54([1-8]\d{9})$/, '+549$1'],
  ];
  return forms.filter(([form]) => form.test(e164)).map(([form, other]) => e164.replace(form, other));
}

/** Italian landlines keep their zero, and some systems lose it: "+39 6 …" for "+39 06 …". */
function withOrWithoutZero(e164: E164): string | null {
  if (/^\+390[1-9]/.test(e164)) return e164.replace('+390', '+39');
  return /^\+39[124-9]/.test(e164) ? e164.replace('+39', '+390') : null;
}

/** Whether two numbers may be one of which the prefix cannot be trusted: both of a known plan and of different countries are not. */
export function mayBeOne(one: string | null, other: string | null): boolean {
  const codes = [one, other].map((number) => {
    const read = number === null ? undefined : parsePhoneNumberFromString(number);
    return read?.isValid() === true ? read.countryCallingCode : null;
  });
  return codes[0] === null || codes[1] === null || codes[0] === codes[1];
}
