// Cases and complaints, act by act: who may do what, what it leads to, what the customer has to hear, by when what is due.
import fc from 'fast-check';
import { ulid } from 'ulid';
import { describe, expect, it } from 'vitest';
import calendars from '../../../assets/lists/calendars.json' with { type: 'json' };
import profiles from '../../../assets/lists/complaintProfiles.json' with { type: 'json' };
import { must } from '../lib/must.ts';
import { calendarsSchema } from './calendar.ts';
import {
  type Act,
  type ActKind,
  type ActOf,
  absorbing,
  actSchema,
  actsTable,
  type CaseRules,
  type Doer,
  next,
  possible,
} from './caseActs.ts';
import {
  type CaseFile,
  caseFileSchema,
  dueOfKind,
  isOpen,
  nextDueDay,
  type Step,
  statusOf,
  steps,
} from './caseFile.ts';
import { complaintProfilesSchema } from './complaintProfile.ts';
import type { Role } from './role.ts';

const all = complaintProfilesSchema.parse(profiles);
const profile = (code: string) =>
  must(
    all.find((each) => each.code === code),
    code,
  );
const calendar = must(calendarsSchema.parse(calendars)[0], 'Italy');

const agent = (n: number, name: string, role: Role, offices: string[]) =>
  ({ kind: 'agent', id: `01ARZ3NDEKTSV4RRFFQ69G5FA${n}` as never, name, role, offices: ['FL', ...offices] }) as const;
const giulia = agent(1, 'Giulia Serra', 'agent', []);
const luca = agent(2, 'Luca Moro', 'agent', ['REC', 'BO-AMM']);
const elena = agent(3, 'Elena Riva', 'agent', ['REC']);
const sara = agent(4, 'Sara Conti', 'lead', ['REC']);
const marta = agent(5, 'Marta Galli', 'agent', ['BO-AMM']);
const house: Doer = { kind: 'house' };
const as = ({ id, name }: typeof giulia | typeof luca | typeof sara) => ({ id, name });

const lucasLetter = '01ARZ3NDEKTSV4RRFFQ69G5RT1';
const unfinished = '01ARZ3NDEKTSV4RRFFQ69G5RT2';
const saras = '01ARZ3NDEKTSV4RRFFQ69G5RT3';
const rules: CaseRules = {
  calendar,
  profile: profile('generic'),
  fallback: profile('generic'),
  target: { n: 2, unit: 'workingDays' },
  mandateCents: 5_000,
  letters: new Map([
    [lucasLetter, { authors: [luca.id], lacks: [] }],
    [unfinished, { authors: [luca.id], lacks: ['facts', 'nextSteps'] }],
    [saras, { authors: [sara.id], lacks: [] }],
  ]),
};
const received = '2026-11-24T13:30:00.000Z';

type Said<K extends ActKind> = Omit<ActOf<K>, 'id' | 'kind'>;
const act = <K extends ActKind>(kind: K, said: Said<K>): Act => actSchema.parse({ id: ulid(), kind, ...said });
const register = (of: 'case' | 'complaint', differing: Partial<Said<'register'>> = {}): Act =>
  act('register', {
    ...{ of, number: '260118401', title: 'Consegna in ritardo', reasonCode: 'REC-04', priority: 'P3', channel: 'call' },
    ...{
      contactId: null,
      contract: null,
      words: 'Aspetto da tre settimane.',
      remedy: 'Una data certa',
      receivedAt: received,
    },
    ...{ variant: null, backOffice: of === 'complaint' ? 'REC' : 'FL' },
    ...differing,
  });
const assess = (owner = as(luca)): Act =>
  act('assess', { severity: 2, safety: false, complex: false, repeated: false, priority: 'P2', owner });
const answer = (letterId = lucasLetter, verdict: 'upheld' | 'notUpheld' = 'upheld'): Act =>
  act('answer', { letterId, verdict, rootCause: 'process', told: 'email' });
const ask = (letterId = lucasLetter): Act => act('askConfirmation', { thing: { of: 'answer', letterId } });
const close = (outcome: ActOf<'close'>['outcome']): Act => act('close', { outcome, rootCause: null, executed: true });

type Story = readonly (readonly [doer: Doer, act: Act, at?: string])[];
/** Does one after the other; each must be let through. */
const after = (story: Story, by = rules): CaseFile =>
  must(
    story.reduce<CaseFile | null>((file, [doer, each, at = received]) => {
      const done = next(file, each, doer, at, by);
      if (!done.ok) throw new Error(`${each.kind}: ${JSON.stringify(done.error)}`);
      return done.value;
    }, null),
    'a case',
  );
const refused = (file: CaseFile | null, doer: Doer, each: Act, at = received, by = rules) => {
  const done = next(file, each, doer, at, by);
  return done.ok ? null : done.error;
};
const dueDay = (file: CaseFile, what: Parameters<typeof dueOfKind>[1]): string | null => {
  const due = dueOfKind(file, what);
  return due?.end.state === 'running' ? due.end.day : null;
};

const complaint: Story = [[giulia, register('complaint')]];
const worked: Story = [
  ...complaint,
  [giulia, act('acknowledge', { told: 'call' })],
  [luca, assess()],
  [luca, act('work', {})],
];
const asked = (): { file: CaseFile; id: string } => {
  const question = ask();
  return { file: after([...worked, [luca, question]]), id: question.id };
};
const answeredStory = (): Story => {
  const question = ask();
  return [...worked, [luca, question], [sara, act('confirm', { confirmationId: question.id })], [luca, answer()]];
};
const answered = (): CaseFile => after(answeredStory());

describe('registering a complaint', () => {
  it('begins its deadlines with the day on which it was received', () => {
    const file = after(complaint);
    expect([dueDay(file, 'acknowledge'), dueDay(file, 'assess'), dueDay(file, 'answer')]).toEqual([
      '2026-11-24',
      '2026-11-26',
      '2026-12-24',
    ]);
    expect(nextDueDay(file)).toBe('2026-11-24');
  });

  it('leaves its number to be told, and nobody’s hands on it', () => {
    expect(after(complaint)).toMatchObject({
      toTell: ['number'],
      owner: null,
      backOffice: 'REC',
      stage: { step: 'registered' },
    });
  });

  it('asks for the customer’s words, and for a moment that has been', () => {
    expect(refused(null, giulia, register('complaint', { words: '' }))).toEqual({ why: 'lacking', what: ['words'] });
    expect(refused(null, giulia, register('complaint', { receivedAt: '2026-11-25T00:00:00.000Z' }))).toEqual({
      why: 'lacking',
      what: ['receivedAt'],
    });
  });

  it('is not for what came more than two years ago: somebody has mistaken the year', () => {
    const letter = (receivedAt: string) => register('complaint', { channel: 'letter', receivedAt });
    const twoYearsAgo = `${Number(received.slice(0, 4)) - 2}${received.slice(4)}`;
    const before = new Date(Date.parse(twoYearsAgo) - 1).toISOString();
    expect(refused(null, giulia, letter(before))).toEqual({ why: 'lacking', what: ['receivedAt'] });
    expect(after([[giulia, letter(twoYearsAgo)]]).receivedAt).toBe(twoYearsAgo);
  });

  it('by telephone, where the term runs for written ones alone, is reckoned by the fallback', () => {
    const energy = {
      ...rules,
      profile: profile('energy'),
      fallback: { ...rules.fallback, terms: { ...rules.fallback.terms, answer: { n: 45, unit: 'days' } } },
    } as const;
    expect(dueDay(after(complaint, energy), 'answer')).toBe('2027-01-08');
    expect(
      dueDay(
        after([[giulia, register('complaint', { channel: 'email', variant: 'double-billing' })]], energy),
        'answer',
      ),
    ).toBe('2026-12-09');
  });
});

describe('a case of the front line', () => {
  it('belongs to whoever opened it, and has the target of its reason', () => {
    const file = after([[giulia, register('case')]]);
    expect(file.owner).toEqual(as(giulia));
    expect(dueDay(file, 'target')).toBe('2026-11-26');
  });

  it('is closed by them with its outcome, and the customer is to hear it', () => {
    const file = after([
      [giulia, register('case')],
      [giulia, close('solved')],
    ]);
    expect(file).toMatchObject({
      stage: { step: 'closed', outcome: 'solved', rootCause: null },
      toTell: ['number', 'closing'],
    });
    expect(statusOf(file.stage.step)).toBe('closed');
  });

  it('is not closed with the verdict of a complaint, nor answered as one', () => {
    const file = after([[giulia, register('case')]]);
    expect(refused(file, giulia, close('upheld'))).toEqual({ why: 'lacking', what: ['outcome'] });
    expect(refused(file, giulia, assess())).toEqual({ why: 'notNow', step: 'registered' });
  });
});

describe('an acknowledgement', () => {
  const assessed: Story = [...complaint, [luca, assess()]];
  const worked: Story = [...assessed, [luca, act('work', {})]];
  it.each([
    ['assessed', assessed],
    ['worked', worked],
  ] as const)(
    'is still owed once the complaint is %s, and given there, which leaves it where it stands',
    (step, story) => {
      const owed = after(story);
      expect(dueOfKind(owed, 'acknowledge')).not.toBeNull();
      expect(possible(owed, luca, received, rules)).toContain('acknowledge');
      const given = after([...story, [luca, act('acknowledge', { told: 'letter' })]]);
      expect(given.stage.step).toBe(step);
      expect(dueOfKind(given, 'acknowledge')).toBeNull();
      expect(given.toTell).not.toContain('number');
      expect(refused(given, luca, act('acknowledge', { told: 'letter' }))).toEqual({ why: 'notNow', step });
    },
  );
});

describe('an assessment', () => {
  it('is owed until the complaint is assessed, or worked without: then nothing is late any more that nobody could do', () => {
    expect(dueOfKind(after(complaint), 'assess')).not.toBeNull();
    for (const done of [assess(), act('work', {})]) {
      const file = after([...complaint, [luca, done]]);
      expect(dueOfKind(file, 'assess')).toBeNull();
      expect(possible(file, luca, received, rules)).not.toContain('assess');
    }
  });

  it('is owed anew by a complaint that is opened again', () => {
    const reopened = after([...answeredStory(), [giulia, act('reopen', { words: 'Non è risolto.', newFacts: '' })]]);
    expect(dueOfKind(reopened, 'assess')).not.toBeNull();
  });
});

describe('who may', () => {
  it('whoever registered it acknowledges it on the same day, and not on the next', () => {
    const told = act('acknowledge', { told: 'call' });
    expect(refused(after(complaint), giulia, told)).toBeNull();
    expect(refused(after(complaint), giulia, told, '2026-11-25T08:00:00.000Z')).toEqual({ why: 'notYours' });
    expect(refused(after(complaint), elena, told, '2026-11-25T08:00:00.000Z')).toBeNull();
  });

  it('the complaints desk alone assesses', () => {
    expect(refused(after(complaint), giulia, assess())).toEqual({ why: 'notYours' });
    expect(refused(after(complaint), elena, assess())).toBeNull();
  });

  it('whoever takes what nobody has, has it', () =>
    expect(after([...complaint, [elena, act('work', {})]]).owner).toEqual(as(elena)));

  it('the owner alone answers, and of the complaints desk', () => {
    const { file, id } = asked();
    const confirmed = must(
      ofOk(next(file, act('confirm', { confirmationId: id }), sara, received, rules)),
      'confirmed',
    );
    expect(refused(confirmed, elena, answer())).toEqual({ why: 'notYours' });
    expect(refused({ ...confirmed, owner: as(giulia) }, giulia, answer())).toEqual({ why: 'notYours' });
    expect(refused(confirmed, luca, answer())).toBeNull();
  });

  it('the agent whom it is about chases and notes, and does nothing else', () => {
    const file = after([...worked, [sara, act('setSubject', { subject: luca.id })]]);
    expect(file.owner).toBeNull();
    expect(possible(file, luca, received, rules)).toEqual(['remind', 'note']);
    expect(refused(file, luca, act('work', {}))).toEqual({ why: 'aboutYou' });
    expect(refused(file, sara, act('assign', { owner: as(luca), backOffice: 'REC' }))).toEqual({
      why: 'lacking',
      what: ['owner'],
    });
  });

  it('the lead alone cancels, saying why', () => {
    const cancel = act('cancel', { why: 'Registrato due volte per errore' });
    expect(refused(after(complaint), luca, cancel)).toEqual({ why: 'notYours' });
    expect(after([...complaint, [sara, cancel]]).stage).toMatchObject({
      step: 'cancelled',
      why: 'Registrato due volte per errore',
    });
  });

  it('the house does nothing but close', () => {
    expect(possible(answered(), house, received, rules)).toEqual(['close']);
    expect(refused(null, house, register('case'))).toEqual({ why: 'notYours' });
  });
});

const ofOk = <T>(result: { ok: true; value: T } | { ok: false }): T | null => (result.ok ? result.value : null);

describe('the answer', () => {
  it('needs a letter with all its parts', () =>
    expect(refused(asked().file, luca, answer(unfinished))).toEqual({ why: 'lacking', what: ['facts', 'nextSteps'] }));

  it('needs the word of somebody else', () => {
    const { file, id } = asked();
    expect(refused(file, luca, answer())).toEqual({ why: 'needsConfirmation' });
    expect(refused(file, luca, act('confirm', { confirmationId: id }))).toEqual({ why: 'notYours' });
  });

  it('is not confirmed by who has written it, lead or not', () => {
    const question = ask(saras);
    const file = after([...worked, [luca, question]]);
    expect(refused(file, sara, act('confirm', { confirmationId: question.id }))).toEqual({ why: 'ownWork' });
  });

  it('that was sent back is confirmed only after it was asked for anew', () => {
    const { file, id } = asked();
    const back = must(
      ofOk(next(file, act('sendBack', { confirmationId: id, words: 'Manca la data.' }), sara, received, rules)),
      'back',
    );
    expect(refused(back, sara, act('confirm', { confirmationId: id }))).toEqual({ why: 'notNow', step: 'worked' });
    expect(refused(back, luca, answer())).toEqual({ why: 'needsConfirmation' });
  });

  it('meets what was due, and leaves nothing to be told', () => {
    const file = answered();
    expect(file).toMatchObject({ stage: { step: 'answered', authorId: luca.id, confirmedBy: sara.id }, toTell: [] });
    expect(dueOfKind(file, 'answer')).toBeNull();
    expect(dueDay(file, 'closing')).toBe('2026-12-09');
  });

  it('closes by itself when its days are over, and not on the last of them', () => {
    expect(refused(answered(), house, close('upheld'), '2026-12-09T20:00:00.000Z')).toEqual({
      why: 'notNow',
      step: 'answered',
    });
    expect(after([...answeredStory(), [house, close('upheld'), '2026-12-10T03:00:00.000Z']]).stage).toMatchObject({
      step: 'closed',
      rootCause: 'process',
    });
  });

  it('closes with the verdict that it gave', () =>
    expect(refused(answered(), luca, close('notUpheld'))).toEqual({ why: 'lacking', what: ['outcome'] }));

  it('against the customer is confirmed even where other answers are not', () => {
    const lighter = { ...rules, profile: { ...rules.profile, confirm: ['notUpheld'] } } as CaseRules;
    expect(refused(after(worked, lighter), luca, answer(), received, lighter)).toBeNull();
    expect(refused(after(worked, lighter), luca, answer(lucasLetter, 'notUpheld'), received, lighter)).toEqual({
      why: 'needsConfirmation',
    });
  });
});

describe('an offer', () => {
  const propose = (costCents: number): Act =>
    act('propose', { proposal: { text: 'Sconto in fattura', costCents, indemnityCents: 0, byDay: '2026-12-10' } });

  it('within the mandate is made by whoever has the case', () =>
    expect(after([...worked, [luca, propose(4_000)]])).toMatchObject({
      stage: { step: 'proposed' },
      toTell: ['priority', 'proposal'],
    }));

  it('above it is made after somebody else has agreed to as much', () => {
    const question = act('askConfirmation', { thing: { of: 'proposal', cents: 8_000 } });
    expect(refused(after(worked), luca, propose(8_000))).toEqual({ why: 'needsConfirmation' });
    const agreed = after([...worked, [luca, question], [sara, act('confirm', { confirmationId: question.id })]]);
    expect(refused(agreed, luca, propose(8_001))).toEqual({ why: 'needsConfirmation' });
    expect(refused(agreed, luca, propose(8_000))).toBeNull();
  });
});

it('whoever asks for a confirmation does not give it, lead or not', () => {
  const question = act('askConfirmation', { thing: { of: 'proposal', cents: 8_000 } });
  const file = after([...complaint, [elena, assess(as(sara))], [sara, act('work', {})], [sara, question]]);
  expect(refused(file, sara, act('confirm', { confirmationId: question.id }))).toEqual({ why: 'ownWork' });
});

it('an answer that was confirmed is taken back by whoever has the case before it goes, and then has to be confirmed again', () => {
  const { file, id } = asked();
  const confirmed = must(ofOk(next(file, act('confirm', { confirmationId: id }), sara, received, rules)), 'confirmed');
  const back = act('takeBack', { confirmationId: id, words: 'L’indennizzo è cambiato.' });
  expect(refused(confirmed, giulia, back)).toEqual({ why: 'notYours' });
  const taken = must(ofOk(next(confirmed, back, luca, received, rules)), 'taken back');
  expect(refused(taken, luca, answer())).toEqual({ why: 'needsConfirmation' });
  expect(possible(taken, luca, received, rules)).not.toContain('takeBack');
  expect(refused(after(answeredStory()), luca, back)).toEqual({ why: 'notNow', step: 'answered' });
});

it('an act that comes later than it was done counts from the last one on', () => {
  const told = act('tell', { notices: ['number'], told: 'call', text: '' });
  const file = after([
    ...worked,
    [luca, act('note', { text: 'Sentito il magazzino' }), '2026-11-30T09:00:00.000Z'],
    [giulia, told, received],
  ]);
  expect(file.log.map(({ at }) => at)).toEqual(file.log.map(({ at }) => at).toSorted());
  expect(dueDay(file, 'update')).toBe('2026-12-15');
});

it('what was cancelled or merged is left as it is', () => {
  const cancelled = after([...complaint, [sara, act('cancel', { why: 'Registrato due volte' })]]);
  const merged = after([...complaint, [sara, act('merge', { into: 'another' })]]);
  for (const file of [cancelled, merged])
    for (const doer of doers) expect(possible(file, doer, received, rules)).toEqual([]);
});

it('withdrawing ends the wait and drops the tasks', () => {
  const file = after([
    ...worked,
    [luca, act('addTask', { backOffice: 'BO-AMM', what: 'Verificare', day: null })],
    [luca, act('waitCustomer', { missing: 'Copia della bolletta', remindOn: '2026-12-01' })],
    [giulia, act('withdraw', { words: 'Lasciamo stare' })],
  ]);
  expect(file.waits).toEqual([{ on: 'waitingCustomer', from: received, to: received }]);
  expect(file.tasks[0]?.end.state).toBe('dropped');
  expect(nextDueDay(file)).toBeNull();
});

describe('chasing (sollecito)', () => {
  const chase = (): Act => act('remind', { words: 'Quando mi rispondete?', contactId: null });

  it('is counted on the open case, which moves up at the third', () => {
    const twice = after([...complaint, [giulia, chase()], [giulia, chase()]]);
    expect(twice).toMatchObject({ reminders: 2, priority: 'P3', toTell: ['number', 'reminded'] });
    expect(after([...complaint, [giulia, chase()], [giulia, chase()], [giulia, chase()]])).toMatchObject({
      reminders: 3,
      priority: 'P2',
    });
  });

  it('is not counted on what is closed: that is opened again', () => {
    const closed = after([
      [giulia, register('case')],
      [giulia, close('solved')],
    ]);
    expect(refused(closed, giulia, chase())).toEqual({ why: 'notNow', step: 'closed' });
  });

  it('goes with a case into the one that it is merged into', () =>
    expect(absorbing(after(complaint), after([...complaint, [giulia, chase()]])).reminders).toBe(1));
});

describe('waiting', () => {
  const missing = act('waitCustomer', { missing: 'Copia della bolletta', remindOn: '2026-12-01' });
  const came = act('resume', { text: 'Arrivata la bolletta' });

  it('does not stop the answer’s term by itself', () =>
    expect(dueDay(after([...worked, [luca, missing]]), 'answer')).toBe('2026-12-24'));

  it('stops it where the profile says so, until what was missing has come', () => {
    const stopping = { ...rules, profile: { ...rules.profile, stops: ['waitingCustomer'] } } as CaseRules;
    const file = after([...worked, [luca, missing]], stopping);
    expect(dueOfKind(file, 'answer')?.end).toEqual({ state: 'stopped', since: '2026-11-24' });
    expect(
      dueDay(after([...worked, [luca, missing], [giulia, came, '2026-11-29T09:00:00.000Z']], stopping), 'answer'),
    ).toBe('2026-12-29');
  });
});

describe('tasks', () => {
  const task = act('addTask', { backOffice: 'BO-AMM', what: 'Verificare il doppio addebito', day: '2026-12-01' });

  it('are done by their back office', () => {
    const file = after([...worked, [luca, task]]);
    expect(refused(file, elena, act('doTask', { taskId: task.id, result: 'Stornato' }))).toEqual({ why: 'notYours' });
    expect(
      after([...worked, [luca, task], [marta, act('doTask', { taskId: task.id, result: 'Stornato' })]]).tasks[0]?.end,
    ).toMatchObject({
      state: 'done',
      result: 'Stornato',
    });
  });

  it('hold up the closing until they are done or dropped', () => {
    const file = after([
      [giulia, register('case')],
      [giulia, task],
    ]);
    expect(refused(file, giulia, close('solved'))).toEqual({ why: 'lacking', what: ['tasks'] });
  });
});

describe('opening again', () => {
  const again = (newFacts = ''): Act => act('reopen', { words: 'Non è arrivato nulla', newFacts });

  it('keeps the number and counts the answer anew', () => {
    const file = after([...answeredStory(), [giulia, again(), '2026-12-01T09:00:00.000Z']]);
    expect(file).toMatchObject({ number: '260118401', stage: { step: 'reopened' }, toTell: ['reopened'] });
    expect(dueDay(file, 'answer')).toBe('2026-12-31');
  });

  it('asks for new facts when its days are over', () => {
    expect(refused(answered(), giulia, again(), '2026-12-25T09:00:00.000Z')).toEqual({ why: 'tooLate' });
    expect(
      refused(answered(), giulia, again('La fattura di gennaio lo ripete.'), '2026-12-25T09:00:00.000Z'),
    ).toBeNull();
  });

  it('does not take what was confirmed for the answer of then', () => {
    const file = after([...answeredStory(), [giulia, again()], [luca, act('work', {})]]);
    expect(refused(file, luca, answer())).toEqual({ why: 'needsConfirmation' });
  });
});

it('what is amended keeps what stood there', () => {
  const file = after([...complaint, [giulia, act('amend', { title: 'Consegna mai arrivata', contract: 'FIB-118' })]]);
  expect(file).toMatchObject({ title: 'Consegna mai arrivata', contract: 'FIB-118' });
  expect(file.log.at(-1)?.was).toEqual({ title: 'Consegna in ritardo', contract: null });
  expect(refused(file, giulia, act('amend', { variant: 'double-billing' }))).toEqual({
    why: 'lacking',
    what: ['variant'],
  });
});

it('whoever registers today what came by letter last week acknowledges it today', () => {
  const letter = register('complaint', { channel: 'letter', receivedAt: '2026-11-18T09:00:00.000Z' });
  const file = after([
    [giulia, letter],
    [giulia, act('acknowledge', { told: 'call' })],
  ]);
  expect(dueOfKind(file, 'acknowledge')).toBeNull();
  expect(dueDay(file, 'answer')).toBe('2026-12-18');
});

it('the front line is given no complaint', () => {
  expect(refused(null, giulia, register('complaint', { backOffice: 'FL' }))).toEqual({
    why: 'lacking',
    what: ['backOffice'],
  });
  expect(refused(after(complaint), sara, act('assign', { owner: null, backOffice: 'FL' }))).toEqual({
    why: 'lacking',
    what: ['backOffice'],
  });
});

it('out of court nobody waits any more for what was missing', () => {
  const waiting = act('waitCustomer', { missing: 'Copia della bolletta', remindOn: '2026-12-01' });
  const toAdr = act('toAdr', { body: 'adr', reference: '', noticeDay: '2026-11-30' });
  const file = after([...worked, [luca, waiting], [luca, toAdr, '2026-11-30T09:00:00.000Z']]);
  expect(dueOfKind(file, 'remind')).toBeNull();
  expect(file.waits.every(({ to }) => to !== null)).toBe(true);
});

it('goes to a body out of court, and comes back with what was agreed there', () => {
  const toAdr = act('toAdr', { body: 'adr', reference: '2026/118', noticeDay: '2026-12-01' });
  const file = after([...answeredStory(), [luca, toAdr]]);
  expect(file.stage).toEqual({ step: 'adr', body: 'adr', reference: '2026/118', noticeDay: '2026-12-01' });
  expect(dueDay(file, 'adr')).toBe('2027-02-22');
  const settle = act('settle', { text: 'Rimborso di 30 €', rootCause: 'billing' });
  expect(after([...answeredStory(), [luca, toAdr], [sara, settle]]).stage).toMatchObject({ outcome: 'settledInAdr' });
});

it('a shorter term of another kind of complaint counts from the receipt', () => {
  const energy = { ...rules, profile: profile('energy') };
  const written: Story = [[giulia, register('complaint', { channel: 'web' })]];
  expect(dueDay(after([...written, [giulia, act('amend', { variant: 'double-billing' })]], energy), 'answer')).toBe(
    '2026-12-09',
  );
});

// ---- whatever is done, by whomever, in whatever order

const doers = [giulia, luca, elena, sara, marta, house] as const;
const someone = fc.constantFrom(giulia, luca, elena, sara);
const known: Record<Exclude<ActKind, 'register'>, readonly (readonly [Step, Step])[] | 'stays'> = {
  acknowledge: [
    ['registered', 'acknowledged'],
    ['reopened', 'acknowledged'],
    // Late: it stands where it stood.
    ...(['assessed', 'worked', 'waitingCustomer', 'waitingThird', 'proposed'] as const).map((at) => [at, at] as const),
  ],
  assess: [
    ['registered', 'assessed'],
    ['acknowledged', 'assessed'],
    ['reopened', 'assessed'],
  ],
  // Worked, and nobody's any more: whoever takes it.
  work: (['registered', 'acknowledged', 'assessed', 'reopened', 'proposed', 'worked'] as const).map((from) => [
    from,
    'worked',
  ]),
  waitCustomer: [
    ['worked', 'waitingCustomer'],
    ['assessed', 'waitingCustomer'],
  ],
  waitThird: [
    ['worked', 'waitingThird'],
    ['assessed', 'waitingThird'],
  ],
  resume: [
    ['waitingCustomer', 'worked'],
    ['waitingThird', 'worked'],
  ],
  propose: [['worked', 'proposed']],
  answer: [
    ['worked', 'answered'],
    ['proposed', 'answered'],
  ],
  close: steps.filter(isOpen).map((from) => [from, 'closed']),
  withdraw: steps.filter(isOpen).map((from) => [from, 'closed']),
  reopen: [
    ['answered', 'reopened'],
    ['closed', 'reopened'],
  ],
  toAdr: [...steps.filter((step) => isOpen(step) && step !== 'adr'), 'closed' as const].map((from) => [from, 'adr']),
  settle: [['adr', 'closed']],
  merge: steps.filter(isOpen).map((from) => [from, 'merged']),
  cancel: steps.filter(isOpen).map((from) => [from, 'cancelled']),
  ...{
    remind: 'stays',
    note: 'stays',
    tell: 'stays',
    addTask: 'stays',
    doTask: 'stays',
    dropTask: 'stays',
    assign: 'stays',
  },
  ...{
    amend: 'stays',
    dispute: 'stays',
    setSubject: 'stays',
    askConfirmation: 'stays',
    confirm: 'stays',
    sendBack: 'stays',
    takeBack: 'stays',
  },
};

/** What somebody tries: the words of an act, filled in from the case as it is then. */
type Try = {
  kind: Exclude<ActKind, 'register'>;
  doer: Doer;
  other: typeof giulia | typeof luca | typeof sara;
  pick: number;
  days: number;
};
const tries: fc.Arbitrary<Try> = fc.record({
  kind: fc.constantFrom(...(Object.keys(actsTable) as Exclude<ActKind, 'register'>[])),
  doer: fc.constantFrom<Doer>(...doers),
  other: someone as fc.Arbitrary<Try['other']>,
  pick: fc.nat(9),
  days: fc.nat(12),
});
/** Two of three go the way that a complaint goes when all is well, so that its later steps are reached. */
const likely: fc.Arbitrary<Try> = fc.record({
  kind: fc.constantFrom(
    'work',
    'assess',
    'askConfirmation',
    'confirm',
    'answer',
    'close',
    'reopen',
    'waitCustomer',
    'resume',
    'doTask',
    'propose',
  ),
  doer: fc.constantFrom<Doer>(luca, sara, luca, sara, house),
  other: fc.constantFrom(luca as Try['other']),
  pick: fc.nat(9),
  days: fc.nat(3),
});

function tried({ kind, other, pick }: Try, file: CaseFile, day: string): Act {
  const task = file.tasks.at(pick % Math.max(1, file.tasks.length))?.id ?? ulid();
  const confirmation = file.confirmations.findLast(({ end }) => end.state === 'asked')?.id ?? ulid();
  const letterId = [lucasLetter, lucasLetter, saras, unfinished][pick % 4] ?? lucasLetter;
  const verdict = pick % 3 === 0 ? 'notUpheld' : 'upheld';
  const outcome = file.stage.step === 'answered' ? file.stage.verdict : file.kind === 'case' ? 'solved' : verdict;
  const cents = pick * 1_500;
  const missing = { missing: 'Copia della bolletta', remindOn: '2031-01-01' };
  const things = [
    { of: 'answer', letterId },
    { of: 'answer', letterId },
    { of: 'proposal', cents },
    { of: 'closure' },
  ] as const;
  const said: { [K in Exclude<ActKind, 'register'>]: () => Act } = {
    acknowledge: () => act('acknowledge', { told: 'call' }),
    assess: () => assess(as(other)),
    work: () => act('work', {}),
    waitCustomer: () => act('waitCustomer', missing),
    waitThird: () => act('waitThird', missing),
    resume: () => act('resume', { text: 'È arrivata' }),
    propose: () =>
      act('propose', { proposal: { text: 'Sconto', costCents: cents, indemnityCents: 0, byDay: '2031-01-01' } }),
    answer: () => answer(letterId, verdict),
    close: () => close(outcome),
    withdraw: () => act('withdraw', { words: 'Lasciamo stare' }),
    reopen: () =>
      act('reopen', { words: 'Ancora niente', newFacts: pick % 2 ? 'La fattura di gennaio lo ripete' : '' }),
    toAdr: () => act('toAdr', { body: 'adr', reference: '', noticeDay: day }),
    settle: () => act('settle', { text: 'Rimborso', rootCause: 'billing' }),
    merge: () => act('merge', { into: 'another' }),
    cancel: () => act('cancel', { why: 'Registrato due volte' }),
    remind: () => act('remind', { words: '', contactId: null }),
    note: () => act('note', { text: 'Sentito il cliente' }),
    tell: () => act('tell', { notices: ['number', 'priority'], told: 'call', text: '' }),
    addTask: () => act('addTask', { backOffice: 'BO-AMM', what: 'Verificare', day: null }),
    doTask: () => act('doTask', { taskId: task, result: '' }),
    dropTask: () => act('dropTask', { taskId: task, why: 'Non serve' }),
    assign: () => act('assign', { owner: as(other), backOffice: 'REC' }),
    amend: () => act('amend', { title: `Titolo ${pick}` }),
    dispute: () => act('dispute', { cents: 1_000 + cents }),
    setSubject: () => act('setSubject', { subject: pick > 6 ? other.id : null }),
    askConfirmation: () => act('askConfirmation', { thing: things[pick % 4] ?? { of: 'closure' } }),
    confirm: () => act('confirm', { confirmationId: confirmation }),
    sendBack: () => act('sendBack', { confirmationId: confirmation, words: 'Da rivedere' }),
    takeBack: () => act('takeBack', { confirmationId: confirmation, words: 'Cambia la somma' }),
  };
  return said[kind]();
}

type Seen = { before: CaseFile; act: Act; doer: Doer; done: ReturnType<typeof next>; at: string; by: CaseRules };
const ways = { strict: rules, stopping: stoppingRules() };
function stoppingRules(): CaseRules {
  return { ...rules, profile: { ...rules.profile, stops: ['waitingCustomer', 'waitingThird'], endsOnHoliday: 'next' } };
}

/** Plays it and shows every attempt to `look`. */
function whatever(look: (seen: Seen) => void): void {
  const story = fc.record({
    of: fc.constantFrom<'complaint' | 'case'>('complaint', 'complaint', 'case'),
    going: fc.constantFrom<keyof typeof ways>('strict', 'stopping'),
    attempts: fc.array(fc.oneof(tries, likely, likely), { minLength: 5, maxLength: 40, size: 'max' }),
  });
  fc.assert(
    fc.property(story, ({ of, going, attempts }) => {
      const by = ways[going];
      let file = after([[giulia, register(of)]], by);
      let now = Date.parse(received);
      for (const attempt of attempts) {
        now += attempt.days * 43_200_000;
        const at = new Date(now).toISOString();
        const each = tried(attempt, file, at.slice(0, 10));
        const done = next(file, each, attempt.doer, at, by);
        look({ before: file, act: each, doer: attempt.doer, done, at, by });
        if (done.ok) file = done.value;
      }
    }),
  );
}

describe('whatever is done to a case', () => {
  it('no act leads out of the table, and what comes of it is a whole case', () =>
    whatever(({ before, act: { kind }, done }) => {
      if (!done.ok || kind === 'register') return;
      const [from, to] = [before.stage.step, done.value.stage.step];
      const allowed = known[kind];
      if (allowed === 'stays') expect(to).toBe(from);
      else expect(allowed).toContainEqual([from, to]);
      expect(caseFileSchema.parse(done.value)).toEqual(done.value);
    }));

  it('what a screen offers is all that is let through', () =>
    whatever(({ before, act: { kind }, doer, done, at, by }) => {
      const offered = (possible(before, doer, at, by) as string[]).includes(kind);
      if (done.ok) expect(offered).toBe(true);
      else if (['notYours', 'aboutYou'].includes(done.error.why) && kind !== 'doTask') expect(offered).toBe(false);
    }));

  it('a deadline that runs never moves back', () =>
    whatever(({ before, done }) => {
      if (!done.ok) return;
      for (const what of ['acknowledge', 'assess', 'answer', 'update', 'target', 'closing', 'adr'] as const) {
        const [was, is] = [dueDay(before, what), dueDay(done.value, what)];
        if (was !== null && is !== null) expect(is >= was).toBe(true);
      }
    }));

  it('what is closed stands where it stands until it is opened again or goes to a body out of court', () =>
    whatever(({ before, act: { kind }, done }) => {
      if (!done.ok || isOpen(before.stage.step) || done.value.stage.step === before.stage.step) return;
      expect(before.stage.step).toBe('closed');
      expect(['reopen', 'toAdr']).toContain(kind);
    }));

  it('what is closed owes nothing and leaves no task', () =>
    whatever(({ done }) => {
      if (!done.ok || isOpen(done.value.stage.step)) return;
      expect(nextDueDay(done.value)).toBeNull();
      expect(done.value.tasks.filter(({ end }) => end.state === 'open')).toEqual([]);
      expect(done.value.waits.filter(({ to }) => to === null)).toEqual([]);
    }));

  it('two pairs of eyes are never one', () =>
    whatever(({ done }) => {
      if (!done.ok) return;
      const { stage, confirmations } = done.value;
      for (const { end, askedBy, authors } of confirmations) {
        // Who asked may take it back, which decides nothing.
        if (end.state !== 'confirmed') continue;
        expect(end.by).not.toBe(askedBy);
        expect(authors).not.toContain(end.by);
      }
      if (stage.step !== 'answered') return;
      expect(stage.confirmedBy).not.toBeNull();
      expect(stage.confirmedBy).not.toBe(stage.authorId);
    }));

  it('nobody works on what is about them', () =>
    whatever(({ before, act: { kind }, doer, done }) => {
      if (done.ok) expect(done.value.owner === null || done.value.owner.id !== done.value.subject).toBe(true);
      if (doer.kind === 'agent' && doer.id === before.subject && done.ok) expect(['remind', 'note']).toContain(kind);
    }));

  it('an act that comes twice is done once', () =>
    whatever(({ act: each, doer, done, at, by }) => {
      if (done.ok) expect(next(done.value, each, doer, at, by)).toEqual(done);
    }));

  it('only waiting stops a clock, and no clock stops where the profile lets none', () =>
    whatever(({ done, by }) => {
      if (!done.ok) return;
      const stopped = done.value.dues.filter(({ end, metAt }) => metAt === null && end.state === 'stopped');
      if (stopped.length > 0) expect(['waitingCustomer', 'waitingThird']).toContain(done.value.stage.step);
      if (by === ways.strict) expect(stopped).toEqual([]);
    }));
});
