// What hangs on a customer: open cases with their age and reminders, and the last contacts on every channel.
import { type LucideIcon, Mail, MessageCircle, PhoneIncoming, PhoneOutgoing } from 'lucide-react';
import type { CustomerCard } from '#shared/contract/screenPop';
import type { Case, Contact } from '#shared/model/customer';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useNow, useWords } from '../../store/useDesk.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { ago, daysSince } from '../../ui/time.ts';

function CaseBox({ found }: { readonly found: Case }) {
  const { t } = useWords();
  const now = useNow(false);
  const days = daysSince(found.openedAt, now);
  const state = [
    t(`caseStatus.${found.status}`),
    ...(found.reminders === 0 ? [] : [t('customer.caseReminders', { count: found.reminders })]),
  ].join(' · ');
  return (
    <li className="box hold case">
      <div className="case-head">
        <span>{found.number}</span>
        <span className="case-title">{found.title}</span>
        <span className="case-age num">
          {days === 0 ? t('customer.caseToday') : t('customer.caseDays', { count: days })}
        </span>
      </div>
      <p className="sub">{state}</p>
    </li>
  );
}

function channelIcon({ channel, direction }: Contact): LucideIcon {
  if (channel === 'chat') return MessageCircle;
  if (channel === 'email') return Mail;
  return direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
}

function ContactItem({ contact }: { readonly contact: Contact }) {
  const { t, language } = useWords();
  const now = useNow(false);
  const reasons = useDeskState((state) => workstationOf(state)?.reasons) ?? [];
  const reason = reasons.flatMap((group) => group.reasons).find(({ code }) => code === contact.reasonCode);
  const Icon = channelIcon(contact);
  return (
    <li className="item">
      <Icon aria-label={t(`channels.${contact.channel}`)} />
      <strong>{reason?.labels[language] ?? t(`channels.${contact.channel}`)}</strong>
      <time className="item-when" dateTime={contact.at} title={contact.agentName}>
        {ago(contact.at, now, language)}
      </time>
      {contact.note === '' ? null : <p>{contact.note}</p>}
    </li>
  );
}

export function History({ card }: { readonly card: CustomerCard }) {
  const { t } = useWords();
  return (
    <>
      <section className="section">
        <SectionTitle right={card.openCases.length}>{t('customer.cases')}</SectionTitle>
        {card.openCases.length === 0 ? (
          <p className="sub faint">{t('customer.noCases')}</p>
        ) : (
          <ul className="cases">
            {card.openCases.map((found) => (
              <CaseBox key={found.id} found={found} />
            ))}
          </ul>
        )}
      </section>
      <section className="section">
        <SectionTitle right={t('customer.allChannels')}>{t('customer.contacts')}</SectionTitle>
        {card.lastContacts.length === 0 ? (
          <p className="sub faint">{t('customer.noContacts')}</p>
        ) : (
          <ul className="items">
            {card.lastContacts.map((contact) => (
              <ContactItem key={contact.id} contact={contact} />
            ))}
          </ul>
        )}
      </section>
    </>
  );
}
