// A past contact as a line: on which channel, what about, when, with whom, and what was written.
import { type LucideIcon, Mail, MessageCircle, PhoneIncoming, PhoneOutgoing } from 'lucide-react';
import type { Contact } from '#shared/model/customer';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useNow, useWords } from '../../store/useDesk.ts';
import { ago } from '../../ui/time.ts';

function channelIcon({ channel, direction }: Contact): LucideIcon {
  if (channel === 'chat') return MessageCircle;
  if (channel === 'email') return Mail;
  return direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
}

export function ContactItem({ contact }: { readonly contact: Contact }) {
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
