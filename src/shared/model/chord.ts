// A key with those that are held beside it, for keys that work while another program is in front.
import { z } from 'zod';

/**
 * "Ctrl+Shift+F2": Ctrl (on a Mac the command key), Alt or both, with or without Shift, in this order, and a letter, a digit or a function key.
 * None without Ctrl or Alt: it would be taken from every other program.
 */
export const chordSchema = z
  .string()
  .regex(/^(?:Ctrl\+(?:Alt\+)?|Alt\+)(?:Shift\+)?(?:[A-Z]|\d|F(?:[1-9]|1\d|2[0-4]))$/);
export type Chord = z.infer<typeof chordSchema>;
