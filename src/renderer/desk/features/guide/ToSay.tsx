// Sentences to say: in the customer's language first, in the other one below.
import { MessageSquareQuote } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { InteractionId, Language } from '#shared/model/ids';
import { callOf, openInteraction, workstationOf } from '../../store/selectors.ts';
import { useDeskState, useWords } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { spokenName } from '../../ui/text.ts';
import type { Phase } from './phases.ts';

interface SaidProps {
  /** In its own quotation marks. */
  readonly said: string;
  readonly other: string;
}

function Said({ said, other }: SaidProps) {
  return (
    <div className="say">
      <p>{said}</p>
      <p className="say-other">{other}</p>
    </div>
  );
}

/** The language that the customer speaks: as the call or its queue says, else the agent's own. */
function useCustomerLanguage(id: InteractionId): Language {
  const { language } = useWords();
  return (
    useDeskState((state) => callOf(state, id)?.language ?? openInteraction(state, id)?.interaction.language ?? null) ??
    language
  );
}

export function Greeting({ id }: { readonly id: InteractionId }) {
  const { i18n } = useTranslation();
  const customer = useCustomerLanguage(id);
  const workstation = useDeskState(workstationOf);
  if (workstation === null) return null;
  const filled = (language: Language) =>
    workstation.greeting[language]
      .replaceAll('{company}', spokenName(workstation.company.name))
      .replaceAll('{agent}', workstation.agent.givenName);
  return (
    <Said
      said={i18n.getFixedT(customer)('help.said', { text: filled(customer) })}
      other={filled(customer === 'it' ? 'en' : 'it')}
    />
  );
}

interface ToSayProps {
  readonly id: InteractionId;
  readonly phase: Phase | 'hold';
}

export function ToSay({ id, phase }: ToSayProps) {
  const { t } = useWords();
  const { i18n } = useTranslation();
  const customer = useCustomerLanguage(id);
  const spoken = i18n.getFixedT(customer);
  const other = i18n.getFixedT(customer === 'it' ? 'en' : 'it');
  const name = phase === 'hold' ? t('help.holdTitle') : t(`help.phases.${phase}`);
  const lines = phase === 'welcome' ? (['second'] as const) : (['first', 'second'] as const);
  return (
    <section className="section">
      <SectionTitle icon={MessageSquareQuote} right={name}>
        {t('help.title')}
      </SectionTitle>
      {phase === 'welcome' ? <Greeting id={id} /> : null}
      {lines.map((line) => (
        <Said
          key={line}
          said={spoken('help.said', { text: spoken(`phrases.${phase}.${line}`) })}
          other={other(`phrases.${phase}.${line}`)}
        />
      ))}
    </section>
  );
}
