// What a second language has to say: every key of the first one, each with a sentence of its own.

export type Same<T> = { readonly [K in keyof T]: T[K] extends string ? string : Same<T[K]> };
