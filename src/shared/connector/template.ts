// Templates of a description: "/Contact?after={{after}}", filled with values that are encoded for where they stand. No code in a description:
// a name, and an encoding, is all that one can say.

/** A list is written with commas, or is a list in a JSON body. */
export type Value = string | number | boolean | readonly string[];
export type Values = Readonly<Record<string, Value>>;

const variable = /\{\{([A-Za-z]+)(?::([A-Za-z]+))?\}\}/g;
const oneVariable = /^\{\{([A-Za-z]+)(?::([A-Za-z]+))?\}\}$/;

const instant = (value: Value) => new Date(Number(value)).toISOString();

/** Moments are milliseconds since 1970; what a CRM calls them is said by the encoding. */
const encodings: Readonly<Record<string, (value: Value) => Value>> = {
  number: (value) => Number(value),
  text: (value) => String(value),
  /** "2026-11-26T08:00:00Z" */
  iso: (value) => `${instant(value).slice(0, 19)}Z`,
  /** "2026-11-26T08:00:00.123Z" */
  isoMs: instant,
  /** "2026-11-26 08:00:00", in UTC */
  sql: (value) => instant(value).slice(0, 19).replace('T', ' '),
  /** "2026-11-26" */
  date: (value) => instant(value).slice(0, 10),
  /** Within quotes in Salesforce's query language. */
  soql: (value) => String(value).replace(/[\\'"]/g, '\\$&'),
  /** Text that is shown as HTML. */
  html: (value) =>
    String(value)
      .replace(/&/g, '&amp;')
      .replace(/</g, '&lt;')
      .replace(/>/g, '&gt;')
      .replace(/"/g, '&quot;')
      .replace(/\n/g, '<br>'),
};
export const encodingNames: readonly string[] = Object.keys(encodings);

/** The variables of a template: of a string, or of all strings in a list or an object. */
export function namesIn(template: unknown): { name: string; encoding: string | null }[] {
  if (typeof template === 'string') {
    return [...template.matchAll(variable)].map(([, name = '', encoding]) => ({ name, encoding: encoding ?? null }));
  }
  return typeof template === 'object' && template !== null ? Object.values(template).flatMap(namesIn) : [];
}

/** The template as text; `place` encodes each value for where the text stands. */
export function fill(template: string, values: Values, place: (text: string) => string = (text) => text): string {
  return template.replace(variable, (_, name: string, encoding?: string) =>
    place(String(valueFor(values, name, encoding))),
  );
}

/** A JSON body: strings are filled, whatever else stays as it is. */
export function fillJson(template: unknown, values: Values): unknown {
  if (typeof template === 'string') {
    const alone = oneVariable.exec(template);
    return alone ? valueFor(values, alone[1] ?? '', alone[2]) : fill(template, values);
  }
  if (Array.isArray(template)) return template.map((item) => fillJson(item, values));
  if (typeof template !== 'object' || template === null) return template;
  return Object.fromEntries(Object.entries(template).map(([key, value]) => [key, fillJson(value, values)]));
}

function valueFor(values: Values, name: string, encoding: string | undefined): Value {
  const value = Object.hasOwn(values, name) ? values[name] : undefined;
  if (value === undefined) throw new Error(`a template asks for ${name}, which is not there`);
  return encoding === undefined ? value : (encodings[encoding]?.(value) ?? value);
}
