// The smallest workstation that fits the protocol.
import { type Workstation, workstationSchema } from '#shared/protocol/workstation';

export const modelWorkstation: Workstation = workstationSchema.parse({
  company: { name: 'Prova S.p.A.', country: 'IT', practice: true },
  agent: {
    id: '01HZZZZZZZZZZZZZZZZZZZZZZA',
    username: 'giulia',
    name: 'Giulia Serra',
    givenName: 'Giulia',
    role: 'agent',
    language: 'it',
  },
  pbx: {
    servers: ['wss://pbx.test'],
    domain: 'pbx.test',
    extension: '1001',
    authUser: '1001',
    password: 'exercise',
    iceServers: [],
    featureCodes: { pause: '*73', resume: '*74' },
  },
  queues: [
    {
      id: 'welcome',
      name: { it: 'Accoglienza', en: 'Welcome' },
      about: { it: 'Per tutti', en: 'For everybody' },
      number: '8000',
      language: 'it',
    },
  ],
  colleagues: [],
  reasons: [
    {
      code: 'TEC',
      labels: { it: 'Tecnico', en: 'Technical' },
      reasons: [{ code: 'TEC-01', labels: { it: 'Guasto', en: 'Fault' }, priority: 'P2', desk: 'FL' }],
    },
  ],
  outcomes: [
    {
      code: 'RIS',
      labels: { it: 'Risolto', en: 'Solved' },
      outcomes: [{ code: 'RIS-1', labels: { it: 'Subito', en: 'At once' } }],
    },
  ],
  notReadyReasons: [{ code: 'pausa', labels: { it: 'Pausa', en: 'Break' } }],
  greeting: { it: '{company}, buongiorno, sono {agent}', en: '{company}, good morning, this is {agent}' },
});
