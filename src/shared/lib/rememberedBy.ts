// What is made of an object once, and forgotten with it: for lists that last for days and are asked of with each letter that is typed.

/** @param make pure, of an object that is not changed afterwards; the same one again is answered with what was made before. */
export function rememberedBy<Key extends object, Made>(make: (key: Key) => Made): (key: Key) => Made {
  const made = new WeakMap<Key, { readonly value: Made }>();
  return (key) => {
    const known = made.get(key) ?? { value: make(key) };
    made.set(key, known);
    return known.value;
  };
}
