// Sentences to say, as the company's guide has them for this call: in the customer's language first, in the other one below.
import { MessageSquareQuote } from 'lucide-react';
import type { InteractionId } from '#shared/model/ids';
import { fill, type Guide, linesToSay } from '#shared/model/lists/guide';
import { otherLanguage } from '#shared/model/lists/text';
import { clientOf, workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { useCustomerLanguage } from '../../store/useLists.ts';
import { Said } from '../../ui/Said.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { spokenName } from '../../ui/text.ts';
import { useWords } from '../../ui/words.tsx';
import { ToldCountry } from './ToldCountry.tsx';
import { useGuide, usePhase } from './useGuide.ts';
import { useTelling } from './useTelling.ts';

function GuidedGreeting({ id, guide }: { readonly id: InteractionId; readonly guide: Guide }) {
  const telling = useTelling(id, guide);
  const [first] = guide.phases;
  if (telling === null || first === undefined) return null;
  return <Said language={telling.language} lines={linesToSay(first, telling)} />;
}

/** What the company greets with, where there is no guide yet. */
function PlainGreeting({ id }: { readonly id: InteractionId }) {
  const customer = useCustomerLanguage(id);
  const workstation = useDeskState(workstationOf);
  const client = useDeskState((state) => clientOf(state, id));
  if (workstation === null) return null;
  const { company, agent } = workstation;
  const greeting = client?.greeting ?? workstation.greeting;
  const values = { company: spokenName(client?.name ?? company.name), agent: agent.givenName };
  const line = {
    said: fill(greeting[customer], values).text,
    other: fill(greeting[otherLanguage(customer)], values).text,
  };
  return <Said language={customer} lines={[line]} />;
}

/** What is said first. */
export function Greeting({ id }: { readonly id: InteractionId }) {
  const guide = useGuide(id);
  return guide === null ? <PlainGreeting id={id} /> : <GuidedGreeting id={id} guide={guide} />;
}

interface GuidedProps {
  readonly id: InteractionId;
  readonly guide: Guide;
  /** The customer waits, and is spoken to when they are back. */
  readonly isHeld: boolean;
}

function Guided({ id, guide, isHeld }: GuidedProps) {
  const { t, language } = useWords();
  const phase = usePhase(id, guide);
  const telling = useTelling(id, guide);
  const section = isHeld ? guide.hold : phase;
  if (telling === null) return null;
  return (
    <section className="section">
      <SectionTitle icon={MessageSquareQuote} right={section.name[language]}>
        {t('help.title')}
      </SectionTitle>
      <Said language={telling.language} lines={linesToSay(section, telling)} />
      {telling.circumstances.has('abroad') ? <ToldCountry id={id} /> : null}
    </section>
  );
}

export function ToSay({ id, isHeld }: Omit<GuidedProps, 'guide'>) {
  const { t } = useWords();
  const guide = useGuide(id);
  if (guide !== null) return <Guided id={id} guide={guide} isHeld={isHeld} />;
  return (
    <section className="section">
      <SectionTitle icon={MessageSquareQuote}>{t('help.title')}</SectionTitle>
      <PlainGreeting id={id} />
    </section>
  );
}
