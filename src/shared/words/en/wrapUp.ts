// English: what is kept of a contact: the note, what was promised, reason, outcome and the wrap-up.
import type { wrapUp as italian } from '../it/wrapUp.ts';
import type { Same } from '../same.ts';

export const wrapUp: Same<typeof italian> = {
  note: {
    label: 'Note',
    placeholder: 'Request — Checks — Outcome — Promised — By when',
    saved: 'Saved',
    savedEmpty: 'Saved as you type',
    saving: 'Saving…',
    failed: 'Not saved yet, trying again',
  },
  promised: {
    title: 'Promised',
    placeholder: 'nothing',
    by: 'By',
    byDay: 'by {{day}}',
  },
  classification: {
    title: 'Classification',
    reason: 'Reason',
    reasonPlaceholder: 'choose…',
    outcome: 'Outcome',
    outcomePlaceholder: 'choose…',
    noneFound: 'Nothing matches',
    missingReason: 'Reason missing',
    missingOutcome: 'Outcome missing',
  },
  wrapUp: {
    about: 'The next call comes after saving.',
    aboutNotReady: 'After saving, the state stays “Not ready”.',
    save: 'Save and go ready',
    saveOnly: 'Save and close',
    saving: 'Saving…',
    missingReason: 'The reason is still missing.',
    missingOutcome: 'The outcome is still missing.',
    missingBoth: 'The reason and the outcome are still missing.',
    closesIn: 'Saves itself in {{time}}',
    moreTime: 'More time',
    toClose: 'To save',
    parts: { customer: 'Customer', reason: 'Reason', outcome: 'Outcome', note: 'Note' },
    optional: 'optional',
    others_one: 'After this, one more to complete.',
    others_many: 'After this, {{count}} more to complete.',
    others_other: 'After this, {{count}} more to complete.',
  },
};
