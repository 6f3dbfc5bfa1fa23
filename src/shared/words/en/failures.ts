// English: what went wrong and what to do about it.
import type { failures as italian } from '../it/failures.ts';
import type { Same } from '../same.ts';

export const failures: Same<typeof italian> = {
  notices: {
    label: 'Notices',
    reference: 'Reference for support: {{reference}}',
    retryIn: 'Trying again in {{time}}.',
    retrySoon: 'Trying again.',
    lineAwayInCall: 'The PBX does not answer',
    lineAwayInCallAbout:
      'As long as the customer is heard, the call goes on: hold and transfer are back with the line.',
    dataRestarting: 'Local data is restarting',
    dataRestartingAbout: 'Keep talking and writing: the note is saved as soon as it is back.',
    dataGaveUp: 'Local data does not start',
    phoneRestarting: 'The phone is restarting',
    phoneRestartingAbout: 'Usually a few seconds. The note is safe.',
    phoneGaveUp: 'The phone does not start',
    practiceStopped: 'The practice company has stopped',
    gaveUpAbout: 'Close and reopen Cornetta; if it happens again, tell support.',
    practiceStoppedAbout: 'It restarts by itself in a few seconds; otherwise close and reopen Cornetta.',
    sessionExpired: 'Sign in again',
    sessionExpiredAbout: 'Work can go on: everything written stays here and goes out after signing in.',
    standIn: '“{{device}}” is not connected',
    standInUses: '{{task}}: {{device}}.',
    standInAbout: 'It takes over again when it is back.',
    setAside: 'Something was not accepted by the service',
    setAsideAbout: 'It is kept on this computer until you decide.',
    draftNotSaved: 'The note is not on disk yet',
    draftNotSavedAbout: 'The text stays here while saving is retried. Do not close the window.',
    acceptFileKey: 'Go on without a keyring',
    acceptNewKey: 'Go on with new local data',
  },
  failures: {
    contract: {
      refused: {
        what: 'Two parts of Cornetta did not understand each other',
        todo: 'Try again. If it happens again, close and reopen Cornetta.',
      },
      cancelled: { what: 'Request cancelled', todo: 'Try again if it is still needed.' },
      lost: { what: 'A part of Cornetta is restarting', todo: 'Try again in a few seconds.' },
    },
    program: {
      bug: {
        what: 'There was an error in Cornetta',
        todo: 'Try again. If it happens again, read the reference to support.',
      },
    },
    backend: {
      unreachable: {
        what: 'The service does not answer',
        todo: 'Check the network and the address. Meanwhile, work goes on with the data on this computer.',
      },
      notCornetta: {
        what: 'There is no Cornetta service at this address',
        todo: 'Check the address with whoever runs the service.',
      },
      older: {
        what: 'The service is older than this version of Cornetta',
        todo: 'Ask whoever runs the service to update it, or use the version of Cornetta that was used before.',
      },
      newer: {
        what: 'This version of Cornetta is too old for the service',
        todo: 'Update Cornetta on this computer, then sign in again: what is written stays here.',
      },
      wrongCredentials: {
        what: 'Wrong user name or password',
        todo: 'Check capitals and spaces, then try again.',
      },
      lockedOut: {
        what: 'Too many attempts to sign in',
        todo: 'Wait a few minutes, or ask whoever runs the service for a new password.',
      },
      passwordDue: {
        what: 'This password works once only',
        todo: 'Choose one of your own below, then sign in.',
      },
      passwordWeak: {
        what: 'The new password cannot be used',
        todo: 'It has to differ from the old one and be longer, without the user name.',
      },
      sessionExpired: { what: 'The sign-in has expired', todo: 'Sign in again: what is written stays here.' },
      refused: {
        what: 'The service did not accept the request',
        todo: 'It is kept on this computer. Tell whoever runs the service.',
      },
      unavailable: { what: 'The service is busy', todo: 'It is retried by itself: nothing to do.' },
      notDone: {
        what: 'This has not been done',
        todo: 'Something is missing, or has changed meanwhile. Open the page again and retry.',
      },
      conflict: {
        what: 'A colleague has changed the same detail',
        todo: 'Look at the new value on the record and correct it again if needed.',
      },
      noSuchCustomer: {
        what: 'The customer is not among those that you see',
        todo: 'Choose another customer, or none, and save again.',
      },
      restricted: {
        what: 'Restricted: this customer’s data may be kept, not used',
        todo: 'Ask the privacy officer to do what is needed.',
      },
      noConsent: {
        what: 'The customer has not given the consent that this needs',
        todo: 'Do not call. If they give it now, note it in their record.',
      },
    },
    signIn: {
      noBrowserWay: {
        what: 'This service has no sign-in with the company account',
        todo: 'Sign in with user name and password, or ask whoever runs the service.',
      },
      browserOnly: {
        what: 'This service only takes the company account',
        todo: 'Use the button that opens the browser.',
      },
      notFinished: {
        what: 'The sign-in in the browser was not completed',
        todo: 'Try again: the page that was open before does not count any more.',
      },
      refused: {
        what: 'The company has not confirmed the sign-in',
        todo: 'Try again from the beginning. If it happens again, ask whoever looks after company accounts.',
      },
      noSuchAgent: {
        what: 'The company account is right, but no agent here has that name',
        todo: 'Ask whoever runs the service to add it.',
      },
      providerAway: {
        what: 'The company’s sign-in does not answer',
        todo: 'Try again shortly. Cornetta’s own service does answer.',
      },
      clockOff: {
        what: 'The clocks of the service and of the company’s sign-in do not agree',
        todo: 'Tell whoever runs the service: it cannot be put right from this computer.',
      },
    },
    edit: {
      customerGone: {
        what: 'A correction was lost: the customer has been erased, or is no longer among those you see',
        todo: 'There is nothing to do. For privacy, it is not recorded whose it was.',
      },
    },
    pbx: {
      unreachable: {
        what: 'The PBX does not answer',
        todo: 'Check the network. Calls arrive as soon as the line is back.',
      },
      certificate: {
        what: 'The PBX’s certificate is not valid',
        todo: 'The phone does not connect to a PBX that it cannot be sure of. Tell your IT support: the certificate has expired, is for another address, or is not trusted by this computer.',
      },
      unsecured: {
        what: 'The line to the PBX would not be encrypted',
        todo: 'The phone does not connect: calls could be listened in to on the way. Tell your IT support: the PBX’s address begins with ws:// and has to begin with wss://.',
      },
      wrongPassword: {
        what: 'The PBX does not accept this extension',
        todo: 'Ask whoever runs the service to check the extension and its PBX password.',
      },
      refused: {
        what: 'The PBX refused the request',
        todo: 'Try again. If it happens again, tell whoever runs the PBX.',
      },
      timeout: { what: 'The PBX did not answer in time', todo: 'Try again in a few seconds.' },
    },
    call: {
      gone: { what: 'This call is gone', todo: 'The customer hung up or a colleague answered.' },
      notNow: { what: 'Not possible right now', todo: 'Wait for the running operation to end, then try again.' },
    },
    transfer: {
      refused: {
        what: 'The call was not accepted',
        todo: 'The customer is still on the line: choose another queue or colleague.',
      },
      unconfirmed: {
        what: 'The line was lost during the transfer: it may have gone through or not',
        todo: 'Ask whether the customer is still there. If nobody answers, hang up: the transfer has worked.',
      },
      noAnswer: {
        what: 'Nobody answered the transfer',
        todo: 'The customer is still on the line: choose another queue or colleague.',
      },
    },
    link: {
      signedOut: {
        what: 'A link asks for a number to be called',
        todo: 'Sign in first, then open the link again.',
      },
      unreadable: {
        what: 'A link to be called cannot be read',
        todo: 'There is no telephone number in it: it can be dialled by hand.',
      },
      noPlace: {
        what: 'A link to Cornetta cannot be read',
        todo: 'Copy it again from the page that it is for, or ask whoever wrote it to correct it.',
      },
      notHere: {
        what: 'The link leads to nothing that can be opened from here',
        todo: 'If it should, ask whoever sent it what to look for, and search for it.',
      },
    },
    attachment: {
      gone: {
        what: 'The attachment or its case is not there any more',
        todo: 'Nothing of it is left on this computer. If it is still needed, find the right case and attach it again.',
      },
      caseGone: {
        what: 'An attachment that was still to be sent was lost: its case has been erased',
        todo: 'There is nothing to do. For privacy, it is not recorded whose it was.',
      },
      damaged: {
        what: 'The attachment is damaged',
        todo: 'Try again; if it happens again, tell support.',
      },
      notAllowed: {
        what: 'The attachment cannot be opened or removed',
        todo: 'Only one’s own can be removed, on the same day: ask the team lead about others.',
      },
      onHold: {
        what: 'The attachment has to be kept',
        todo: 'This customer’s data are needed for proceedings or an authority: ask the privacy officer to remove it.',
      },
      restricted: {
        what: 'The processing of this customer’s data is restricted',
        todo: 'Attachments are kept as they are: the privacy officer answers questions.',
      },
      noProgram: {
        what: 'No program on this computer opens this file',
        todo: 'Ask support for a program for PDFs or pictures.',
      },
    },
    case: {
      notNow: {
        what: 'The case has changed meanwhile: this cannot be done now',
        todo: 'See where the case stands, then try again or discard.',
      },
      notYours: {
        what: 'This step is for others to take',
        todo: 'Leave it to the office that has the case, or to the team lead.',
      },
      lacking: {
        what: 'Something is missing for this step',
        todo: 'Complete it on the page of the case.',
      },
      needsConfirmation: {
        what: 'Somebody else has to confirm it first',
        todo: 'Ask for the confirmation on the page of the case.',
      },
      ownWork: {
        what: 'Nobody confirms what they wrote or asked for themselves',
        todo: 'It takes somebody else.',
      },
      tooLate: {
        what: 'The time for opening it again is over',
        todo: 'With new facts it can be opened again: write them down.',
      },
    },
    file: {
      notSaved: {
        what: 'The file has not been saved',
        todo: 'That folder cannot be written to: choose another, for example Documents.',
      },
      noRoom: {
        what: 'There is not enough room in that folder',
        todo: 'Free some room, or choose another disk: nothing has been saved.',
      },
      tooLarge: {
        what: 'That medium takes no files of this size',
        todo: 'Beyond 4 GB it takes a disk formatted as exFAT, NTFS or the system’s own: choose another. Nothing has been saved.',
      },
      brokeOff: {
        what: 'Saving broke off',
        todo: 'The connection to the service was lost and nothing has been saved: try again.',
      },
    },
    microphone: {
      missing: {
        what: 'No microphone',
        todo: 'Connect a headset with a microphone, then choose it in the settings.',
      },
      refused: {
        what: 'This computer blocks the microphone',
        todo: 'Allow the microphone for Cornetta in the system settings, under privacy.',
      },
      busy: {
        what: 'Another program is using the microphone',
        todo: 'Close the other program (meetings, recorders) or choose another microphone.',
      },
    },
    speaker: {
      refused: {
        what: 'This device plays no audio',
        todo: 'Choose another speaker in the settings.',
      },
    },
    headset: {
      refused: {
        what: 'The headset’s buttons cannot be used',
        todo: 'Another program has them, or this computer does not give them out. Unplug the headset and plug it in again; if that is not enough, tell support. Calls can be answered on the screen meanwhile.',
      },
      silent: {
        what: 'The headset does not answer',
        todo: 'It is tried again shortly. If it stays so, unplug it and plug it in again. Calls can be answered on the screen meanwhile.',
      },
    },
    files: {
      diskFull: {
        what: 'The disk is full',
        todo: 'Free some space: as long as it is full, notes stay in this window only.',
      },
      cacheFull: {
        what: 'The disk is full: customers are not kept up to date',
        todo: 'Free some space: updating goes on by itself. Meanwhile you can work with the customers who are here already.',
      },
      unwritable: {
        what: 'Cornetta cannot write to its folder',
        todo: 'Ask your IT support to give your account write access to it, then restart Cornetta.',
      },
      newer: {
        what: 'A newer version of Cornetta ({{version}}) has been used on this computer',
        todo: 'Update Cornetta: the notes written with that version have been kept aside and come back with the update. Meanwhile everything works as usual.',
      },
      damaged: {
        what: 'The file with your notes was damaged',
        todo: 'What could be read is here again. Look over the last notes and tell support: the damaged file is kept aside for 90 days.',
      },
      cacheDamaged: {
        what: 'The customers kept on this computer were damaged',
        todo: 'They are loaded again by themselves: nothing is lost.',
      },
      keyLost: {
        what: 'The key to the local data is gone',
        todo: 'Everything works as usual: customers are loaded again by themselves. The former data are kept aside for 90 days: tell support if there were notes to send.',
      },
    },
    keyring: {
      missing: {
        what: 'This computer has no active keyring',
        todo: 'Turn one on (for example GNOME Keyring) or go on: local data is then protected by the computer’s account only.',
      },
      locked: {
        what: 'The key to the local data of this computer cannot be read',
        todo: 'Unlock the keyring and open Cornetta again, or go on: customers are loaded again, and the former data are kept aside for 90 days with the notes not sent yet.',
      },
    },
    settings: {
      broken: {
        what: 'The settings could not be read',
        todo: 'They are back to the defaults: check devices, language and theme.',
      },
    },
  },
};
