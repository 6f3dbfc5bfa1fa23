// Telephone numbers: read once, kept in E.164 where they can be, compared by key.
// Owns no plan of its own: libphonenumber's rules, plus what an office needs (extensions, ranges kept for fiction).
import { AsYouType, type CountryCode, parsePhoneNumberFromString } from 'libphonenumber-js/max';
import { z } from 'zod';

/** E.164 (ITU-T): '+', then 7 to 15 digits. Italian landlines keep their leading zero. */
export const e164Schema = z
  .string()
  .regex(/^\+\d{7,15}$/, 'not an E.164 number')
  .brand<'E164'>();
export type E164 = z.infer<typeof e164Schema>;

/** Digits beyond which a dialled string cannot be a short internal extension. */
const longestExtension = 6;

/** Italy has no trunk prefix: what follows +39 is the number as it is, zeros and all. The plan says the same, and takes its time. */
const italianForm = /^\+39\d{5,13}$/;

/** What is dialled once the number has answered, as people write it behind it: "ext. 12", "int. 12", "x12", ";ext=12". */
const extensionForm = /(?:;ext=|[\s,;]*(?<![a-z])(?:extension|ext|interno|int|durchwahl|dw|poste|x)[\s.:]*)(\d{1,8})$/i;

export interface ReadNumber {
  /** Null for internal extensions, service codes and what is no number. */
  readonly e164: E164 | null;
  /** Behind the number: never part of it. */
  readonly extension: string | null;
}

/** A number and its extension, each for itself. */
export function readNumber(raw: string, country: CountryCode): ReadNumber {
  const trimmed = raw.replace(/^(tel|sip):/i, '').trim();
  const extension = extensionForm.exec(trimmed);
  if (extension === null) return { e164: readWhole(trimmed, country), extension: null };
  return { e164: readWhole(trimmed.slice(0, extension.index).trim(), country), extension: extension[1] ?? null };
}

/**
 * Reads a number as people write it: "+39 02 …", "0039…", "02 …" with the country in which it is written.
 * Numbers written with "+" that no plan knows (ranges kept for fiction) are taken as they are.
 * Returns null for internal extensions, service codes and what is no number.
 */
export const parseNumber = (raw: string, country: CountryCode): E164 | null => readNumber(raw, country).e164;

function readWhole(trimmed: string, country: CountryCode): E164 | null {
  if (italianForm.test(trimmed)) return trimmed as E164;
  const digits = trimmed.replace(/\D/g, '');
  if (digits.length <= longestExtension) return null;
  const parsed = parsePhoneNumberFromString(trimmed, country);
  if (parsed?.isValid()) return parsed.number as string as E164;
  const international = trimmed.startsWith('+')
    ? `+${digits}`
    : trimmed.startsWith('00')
      ? `+${digits.slice(2)}`
      : null;
  const candidate = international ?? parsed?.number ?? null;
  const accepted = e164Schema.safeParse(candidate);
  return accepted.success ? accepted.data : null;
}

/** The last nine digits: what a number is also found by when its prefix cannot be trusted. */
export const lastDigits = (number: string): string => number.replace(/\D/g, '').slice(-9);

/** What a number that is begun at home begins with in E.164, without the plus: "030 12" in Germany → "493012". */
export function beginningOfNumber(digits: string, country: CountryCode): string {
  const typing = new AsYouType(country);
  typing.input(digits);
  return typing.getNumberValue()?.slice(1) ?? digits;
}

/** For people: "+39 000 000 0103". Numbers of unknown plan are cut in threes after the country's code. */
export function formatNumber(number: string): string {
  const parsed = parsePhoneNumberFromString(number);
  if (parsed?.isValid()) return parsed.formatInternational();
  const match = /^\+39(\d{3})(\d{3})(\d+)$/.exec(number);
  return match ? `+39 ${match[1]} ${match[2]} ${match[3]}` : number;
}
