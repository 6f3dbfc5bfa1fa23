// English: what is said to a customer and how, phase by phase of a call.
import type { guide as italian } from '../it/guide.ts';
import type { Same } from '../same.ts';

export const guide: Same<typeof italian> = {
  help: {
    title: 'What to say',
    toldCountry: 'Told from which country ({{country}})',
    column: 'Help for the conversation',
    noList: 'There is no such list, or it has not come from the service yet.',
    phasesLabel: 'Phases of the call',
    nextPhase: 'Next phase',
    advice: 'Tips',
    holdTitle: 'On hold',
    holdSoon: 'The wait is getting long: prepare to return to the customer.',
    holdLong: 'Time to return to the customer, even if only to say that one more moment is needed.',
    said: '“{{text}}”',
    noteTitle: 'In the note',
    noteAbout: 'Facts, not judgements. Never health data or card numbers.',
  },
  panels: {
    identification: 'Identify',
    procedures: 'Procedures',
    handle: 'Handling',
    calm: 'Calming',
    spell: 'Spelling',
    words: 'Wording',
  },
  handle: {
    title: 'How to handle',
    find: 'How the caller behaves',
    none: 'Nothing with “{{text}}”.',
    avoid: 'To avoid',
    avoidThat: 'Avoid: {{what}}',
    about: 'Tips only: the choice is neither kept nor sent.',
    clear: 'Remove',
  },
  calm: {
    title: 'Calming',
    insults: 'Insults',
    warn: 'Write down warning {{number}}',
    fact: 'Warning {{number}} because of insults, {{time}}.',
    closing: 'The warnings have been given: the call may be closed.',
  },
  spell: {
    title: 'Spelling',
    field: 'Name or number to spell',
    letters: 'Letter by letter',
    about: 'Each letter with its word, numbers in groups of three.',
  },
  prefer: {
    title: 'Words to prefer',
    find: 'Find a phrase',
    pairs: 'What to say, and in place of what',
    none: 'Nothing with “{{text}}”.',
    positive: 'These do good',
  },
};
