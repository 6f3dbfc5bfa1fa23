// English: what is said to a customer and how, phase by phase of a call.
import type { guide as italian } from '../it/guide.ts';
import type { Same } from '../same.ts';

export const guide: Same<typeof italian> = {
  help: {
    title: 'What to say',
    phasesLabel: 'Phases of the call',
    nextPhase: 'Next phase',
    phases: {
      welcome: 'Welcome',
      identify: 'Identification',
      listen: 'Listening',
      support: 'Support',
      propose: 'Proposal',
      recap: 'Recap',
      farewell: 'Goodbye',
    },
    advice: 'Tips',
    advices: {
      welcome: 'Company, name, offer of help. After a long wait, say thank you.',
      identify: 'Ask, do not read out: the customer gives the details, compare them here.',
      listen: 'Open question, listen, then sum up in plain words.',
      support: 'One step at a time. Hold only with permission, no longer than a minute.',
      propose: 'What will be done, by whom, by when, and what it costs.',
      recap: 'Repeat what was agreed; read the case number in groups of three.',
      farewell: 'Say thank you and let the customer hang up first.',
    },
    holdTitle: 'On hold',
    holdAbout: 'Say thank you when coming back. After a minute, go back and say where things stand.',
    holdLong: 'A minute has passed: time to go back to the customer.',
    said: '“{{text}}”',
    noteTitle: 'In the note',
    noteAbout: 'Facts, not judgements. Never health data or card numbers.',
  },
  phrases: {
    welcome: {
      first: 'Thank you for waiting. May I have your name, please?',
      second: 'Please tell me, I am listening.',
    },
    identify: {
      first: 'To protect your data, I need to ask two questions. What is your customer number, please?',
      second: 'Are you the contract holder?',
    },
    listen: {
      first: 'Please tell me what happened.',
      second: 'Let me check if I understand: this is what you need. Is that right?',
    },
    support: {
      first: 'I will explain in two steps.',
      second: 'Can I put you on hold for about one minute? I need to check.',
    },
    propose: {
      first: 'What I can do is this, at no cost. Is that OK?',
      second: 'A colleague takes care of this: I pass everything on, so there is nothing to repeat.',
    },
    recap: {
      first: 'Let me repeat what we agreed.',
      second: 'Do you have any other questions?',
    },
    farewell: {
      first: 'Thank you for calling. Have a good day.',
      second: 'We are here if you need us.',
    },
    hold: {
      first: 'Thank you for waiting.',
      second: 'I need one more moment to have the right data.',
    },
  },
};
