// How much memory the programs that are started keep for themselves.

/**
 * What is given back in great pieces (bytes of a load, pages of a file) goes back to the system at once. Left to itself, glibc takes ever
 * greater pieces for lasting ones and keeps them. Says nothing to other systems.
 */
export const memoryEnvironment = { MALLOC_MMAP_THRESHOLD_: '131072' } as const;
