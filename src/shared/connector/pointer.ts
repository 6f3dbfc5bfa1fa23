// JSON pointers (RFC 6901): where in an answer something is.

/** What is there; undefined where nothing is. Never anything that is not the answer's own ("constructor"). */
export function at(value: unknown, pointer: string): unknown {
  let found = value;
  for (const part of pointer.split('/').slice(1)) {
    const name = part.replace(/~1/g, '/').replace(/~0/g, '~');
    if (typeof found !== 'object' || found === null || !Object.hasOwn(found, name)) return undefined;
    found = (found as Record<string, unknown>)[name];
  }
  return found;
}

/** Text or a number that is there, as text; null where there is nothing (CRMs also write false, and ''). */
export function textAt(value: unknown, pointer: string): string | null {
  const found = at(value, pointer);
  if (typeof found === 'number') return String(found);
  return typeof found === 'string' && found.trim() !== '' ? found.trim() : null;
}
