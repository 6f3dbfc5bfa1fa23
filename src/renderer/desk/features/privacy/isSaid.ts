// Words of the officer's own (why, what was decided, whom it was told): a few are needed, as the protocol has it too.

export const isSaid = (words: string): boolean => words.trim().length >= 3;
