// Finding the fields of a SIP message quickly. The library brings a name to its form ("call-id" is "Call-ID") at every access, some
// sixty times for an INVITE, a microsecond or two each; here each name is brought to it once.
import { Core } from 'sip.js';
import { headerize } from 'sip.js/lib/core/messages/utils.js';
import { Grammar } from 'sip.js/lib/grammar/index.js';

/** Other people make up names: those of everyday are far fewer. */
const mostKnown = 200;
const known = new Map<string, string>();

function formOf(name: string): string {
  const own = known.get(name);
  if (own !== undefined) return own;
  const form = headerize(name);
  if (known.size < mostKnown) known.set(name, form);
  return form;
}

interface Field {
  readonly raw: string;
  parsed?: unknown;
}
interface Fields {
  readonly headers: Record<string, Field[]>;
}

const library = Grammar as { readonly parse: (text: string, rule: string) => unknown };

/** Each does what the library's method of its name does. */
export const quickFields = {
  addHeader(this: Fields, name: string, raw: string): void {
    const form = formOf(name);
    const there = this.headers[form];
    if (there === undefined) this.headers[form] = [{ raw }];
    else there.push({ raw });
  },
  setHeader(this: Fields, name: string, raw: string): void {
    this.headers[formOf(name)] = [{ raw }];
  },
  hasHeader(this: Fields, name: string): boolean {
    return this.headers[formOf(name)] !== undefined;
  },
  getHeader(this: Fields, name: string): string | undefined {
    return this.headers[formOf(name)]?.[0]?.raw;
  },
  getHeaders(this: Fields, name: string): string[] {
    return (this.headers[formOf(name)] ?? []).map(({ raw }) => raw);
  },
  parseHeader(this: Fields, name: string, index = 0): unknown {
    const form = formOf(name);
    const all = this.headers[form];
    const field = all?.[index];
    if (all === undefined || field === undefined) return undefined;
    if (field.parsed) return field.parsed;
    const parsed = library.parse(field.raw, form.replaceAll('-', '_'));
    if (parsed === -1) {
      all.splice(index, 1);
      return undefined;
    }
    field.parsed = parsed;
    return parsed;
  },
};

/** From now on the library finds the fields of what comes in by these. */
export function hurryFields(): void {
  Object.assign(Core.IncomingMessage.prototype, quickFields);
}
