// Text as the database can keep it. PostgreSQL knows no character zero, and its jsonb no half of a surrogate pair: a note with
// one of them would be refused as a failure of ours, and sent again for ever.

/** The same value with U+FFFD for every such character, in its texts at any depth; bytes are no text. */
export function keepable(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed().replaceAll('\0', '\ufffd');
  if (Array.isArray(value)) return value.map(keepable);
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return value;
  return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, keepable(inner)]));
}
