// What is true of a conversation and what is known in it, for the sentences that are to be said: told by the state, reckoned by the model.
import type { InteractionId } from '#shared/model/ids';
import {
  type CallFacts,
  circumstancesOf,
  type Guide,
  type Sayable,
  type Telling,
  valuesOf,
} from '#shared/model/lists/guide';
import type { IdentificationList } from '#shared/model/lists/identification';
import { siteOf } from '#shared/protocol/workstation';
import { queueName } from '../../store/callerWords.ts';
import type { DeskState } from '../../store/deskState.ts';
import { guidanceOf } from '../../store/guidance.ts';
import { askedOf, hasFailed, neededOf } from '../../store/identity.ts';
import {
  callOf,
  clientOf,
  draftOf,
  isRestricted,
  knownCustomer,
  levelOf,
  newestCard,
  openInteraction,
  workstationOf,
} from '../../store/selectors.ts';
import { useDesk, useDeskSelection } from '../../store/useDesk.ts';
import { useCustomerLanguage, useLists } from '../../store/useLists.ts';
import { spokenName } from '../../ui/text.ts';

/** In the queue, and then ringing here; null: nobody has told how long the queue took. */
function waitedSeconds(state: DeskState, id: InteractionId): number | null {
  const call = callOf(state, id);
  if (call === null || call.waitedSeconds === null) return null;
  const answeredAt = call.phase.kind === 'talking' ? call.phase.answeredAt : null;
  const rang = answeredAt === null ? 0 : Date.parse(answeredAt) - Date.parse(call.startedAt);
  return call.waitedSeconds + Math.max(0, Math.round(rang / 1_000));
}

interface Told {
  readonly facts: CallFacts;
  readonly sayable: Omit<Sayable, 'queue'>;
  readonly queue: string | null;
}

function told(state: DeskState, id: InteractionId, rules: IdentificationList | null, at: number): Told | null {
  const workstation = workstationOf(state);
  const open = openInteraction(state, id);
  if (workstation === null || open === null) return null;
  const { company, agent } = workstation;
  const draft = draftOf(state, id);
  const known = knownCustomer(state, id);
  const level = levelOf(state, id);
  const siteCountry = siteOf(workstation).country;
  return {
    facts: {
      isOutgoing: open.interaction.direction === 'outgoing',
      waitedSeconds: waitedSeconds(state, id),
      siteCountry,
      companyCountry: company.country,
      recordingNotice: workstation.policy.recordingNotice,
      isCustomerKnown: known.by !== 'nobody',
      isRestricted: isRestricted(state, id),
      level,
      needed: rules === null ? 'none' : neededOf(state, id, rules, at),
      hasFailed: rules !== null && hasFailed(askedOf(state, id), rules),
      wasHeld: guidanceOf(state, id).wasHeld,
      hasPromised: draft.promised.text.trim() !== '' || draft.callback !== null,
    },
    sayable: {
      company: spokenName(clientOf(state, id)?.name ?? company.name),
      agent: agent.givenName,
      siteCountry,
      customerName: known.by === 'nobody' ? null : (newestCard(state, known.customerId)?.customer.name ?? null),
      level,
      promise: draft.promised.text,
      promisedBy: draft.promised.by,
      caseNumber: draft.cases.at(-1)?.number ?? null,
    },
    queue: callOf(state, id)?.queue ?? open.interaction.queueId,
  };
}

/** Null: there is nothing to tell, because nobody is signed in or the contact is over. */
export function useTelling(id: InteractionId, guide: Pick<Guide, 'longWait'>): Telling | null {
  const language = useCustomerLanguage(id);
  const rules = useLists(id).identification ?? null;
  const desk = useDesk();
  const now = useDeskSelection((state) => {
    const all = told(state, id, rules, desk.now());
    const workstation = workstationOf(state);
    return all === null
      ? null
      : {
          ...all,
          queues: { it: queueName(all.queue, workstation, 'it'), en: queueName(all.queue, workstation, 'en') },
        };
  });
  if (now === null) return null;
  const values = (spoken: 'it' | 'en') => valuesOf({ ...now.sayable, queue: now.queues[spoken] }, spoken);
  return {
    circumstances: circumstancesOf(now.facts, guide),
    values: { it: values('it'), en: values('en') },
    language,
  };
}
