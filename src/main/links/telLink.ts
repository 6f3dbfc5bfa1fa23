// Telephone numbers out of `tel:` and `callto:` links, which anybody can write: a number comes out, or nothing. Pure.
import { toDialable } from '#shared/model/dialable';

const scheme = /^(?:tel|callto):(?:\/\/)?/i;
const longest = 200;
/** From outside only numbers: a code with * or # could divert this agent's calls. */
const number = /^\+?\d{2,32}$/;

/**
 * The number of a link: percent-encoding is undone, visual separators are taken out (RFC 3966), parameters (`;ext=`,
 * `;phone-context=`, `?…`) are left out. Null: this is no such link, or nothing that may be dialled is in it.
 */
export function numberOfLink(link: string): string | null {
  const trimmed = link.trim();
  const found = scheme.exec(trimmed);
  if (found === null || trimmed.length > longest) return null;
  const [written = ''] = decoded(trimmed.slice(found[0].length)).split(/[;?]/);
  const dialable = toDialable(written);
  return dialable !== null && number.test(dialable) ? dialable : null;
}

/** What cannot be decoded has no number in it. */
function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return '';
  }
}
