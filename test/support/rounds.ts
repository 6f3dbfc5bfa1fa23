// How often a fault is repeated: a few times in `npm test`, the full number with CORNETTA_ROUNDS=long.

export const rounds = ({ short, long }: { readonly short: number; readonly long: number }): number =>
  process.env.CORNETTA_ROUNDS === 'long' ? long : short;
