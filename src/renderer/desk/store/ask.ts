// How intents of one matter ask a program.

/** What was asked for; null where it was refused, which is shown. */
export type Ask = <T>(work: Promise<T>) => Promise<T | null>;
