// English: the screen where one begins: practising, or signing in to the company’s service.
import type { start as italian } from '../it/start.ts';
import type { Same } from '../same.ts';

export const start: Same<typeof italian> = {
  start: {
    title: 'Where to start?',
    subtitle: 'The choice can be changed at any time: just sign out.',
    practise: {
      title: 'Practise',
      about: 'A made-up company with its own switchboard and customers who really speak. No call leaves this computer.',
      points: {
        company: 'Aurora Servizi, with queues and colleagues',
        customers: 'A few hundred customers, all made up',
        calls: 'Calls in Italian and in English',
      },
      enter: 'Start practising',
    },
    connect: {
      title: 'Connect',
      about:
        'The company’s own service. An address and a sign-in are enough: extension, queues and PBX set themselves up.',
      points: {
        address: 'The address, from whoever runs the service',
        account: 'User name and password',
        headset: 'A headset with a microphone',
      },
      enter: 'Connect to the service',
      formTitle: 'Connect to the service',
      formAbout: 'Extension, queues and PBX are set up automatically.',
      address: 'Service address',
      addressHint: 'for example service.company.com',
      username: 'User name',
      password: 'Password',
      submit: 'Sign in',
      next: 'Continue',
      asking: 'Looking for the service…',
      submitting: 'Signing in…',
      browser: 'Sign in with {{name}}',
      browserAbout: 'The browser opens.',
      inBrowser: 'Go on in the browser, then come back here.',
      leaveBrowser: 'Cancel',
      addressWrong:
        'The address is not complete. Write it as in the message received, for example service.company.com.',
      usernameMissing: 'Enter the user name.',
      passwordMissing: 'Enter the password.',
    },
    progress: {
      practise: 'Preparing practice',
      connect: 'Preparing the workstation',
      about: 'A few seconds.',
      failed: 'Could not start',
      steps: {
        data: 'Local data',
        server: 'Practice service',
        simulator: 'Switchboard and customers',
        signIn: 'Sign-in',
        load: 'Customer records',
        phone: 'Telephone line',
      },
      loadCount: '{{done}} of {{total}}',
      waiting: 'waiting',
      running: 'in progress',
      done: 'done',
      failedStep: 'failed',
    },
  },
};
