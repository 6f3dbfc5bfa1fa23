// English: links that lead from other programs to a place on the desk, and those that are copied from it.
import type { links as italian } from '../it/links.ts';
import type { Same } from '../same.ts';

export const links: Same<typeof italian> = {
  links: {
    copy: 'Copy the link',
    copied: 'Link copied',
    came: 'Link opened: {{what}}',
    cameAbout: 'It stays here until it is wanted: the screen does not change by itself.',
    go: 'Go there',
    waits: 'A link is waiting',
    waitsAbout: 'It opens by itself after the sign-in.',
    places: {
      customer: 'a customer’s record',
      case: 'case {{number}}',
      article: 'a procedure',
      chat: 'a chat',
    },
  },
};
