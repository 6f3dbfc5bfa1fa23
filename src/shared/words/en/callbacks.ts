// English: who is to be called back: who was promised it and who gave up in a queue.
import type { callbacks as italian } from '../it/callbacks.ts';
import type { Same } from '../same.ts';

export const callbacks: Same<typeof italian> = {
  toCall: {
    title: 'To call back',
    count_one: '{{count}} person to call back now',
    count_many: '{{count}} people to call back now',
    count_other: '{{count}} people to call back now',
    about: 'Once one is taken, colleagues see who has it.',
    callBack: 'Call back',
    take: 'Take',
    release: 'Release',
    reached: 'Reached',
    notReached: 'Not reached',
    takenBy: 'taken by {{name}}',
    notShown: 'Number not shown',
    restricted: 'restricted: not to be called',
    noConsent: 'no consent: not to be called',
  },
  callback: {
    open: 'Callback',
    promised: 'Callback {{when}}',
    title: 'Promise a callback',
    about: 'It stays with the conversation; once the wrap-up is closed, those who answer for this queue see it.',
    moments: {
      inAnHour: 'In an hour',
      thisEvening: 'Today at 17:00',
      tomorrow: 'Tomorrow morning',
      workingDay: '{{when}}',
    },
    day: 'Day',
    time: 'Time',
    past: 'Choose a day and a time in the future.',
    numberWrong: 'Enter a number that can be dialled.',
    promise: 'Promise',
    takeBack: 'Take the callback away',
    list: 'Promised callbacks',
    listAbout: 'In the order in which they are due. Each is closed with the wrap-up of its call.',
    none: 'No callbacks promised.',
    by: 'promised by {{name}}',
    due: 'time to call',
    purpose: 'For',
    service: 'what the customer has asked for',
    needsConsent: 'It needs the consent “{{purpose}}”, which this customer has not given.',
    restricted: 'Restricted: no callbacks are promised.',
  },
  /** Customers who were not satisfied and want a call; for leads. */
  recontact: {
    title: 'Want to be called back',
    about:
      'Little satisfied when they rated the service. What they answered and whom they spoke to is not here: ratings are anonymous.',
    none: 'No customer wants to be called back.',
    askedOn: 'rated on {{day}}',
    by: 'by {{day}}',
    late: 'late',
  },
  lost: {
    title: 'Lost calls',
    about: 'Callers who gave up in a queue, until somebody calls them back.',
    none: 'No lost calls.',
    waited: 'waited {{time}}',
    attempts: '{{count}} attempts',
    recovered: 'rang again',
  },
};
