// must and never: the two ways to say "anything else is a bug".

/** The value, or a thrown bug that names what was missing. */
export function must<T>(value: T | null | undefined, what: string): T {
  if (value === null || value === undefined) throw new Error(`missing: ${what}`);
  return value;
}

/** Closes a switch over a union: the compiler complains when a case is left out. */
export function never(value: never): never {
  throw new Error(`unexpected: ${JSON.stringify(value)}`);
}
