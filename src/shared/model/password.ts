// What a password of one's own must be. Long rather than odd: length is what stands in the way of guessing.

export const shortestPassword = 12;
const fewestSigns = 5;

/** Null: nothing is wrong with it. */
export function passwordFault(password: string, username: string): 'short' | 'plain' | 'name' | null {
  if (password.length < shortestPassword) return 'short';
  if (new Set(password).size < fewestSigns) return 'plain';
  return username !== '' && password.toLowerCase().includes(username.toLowerCase()) ? 'name' : null;
}
