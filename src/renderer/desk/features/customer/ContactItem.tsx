// A past contact as a line: on which channel, what about, when, and what was written; in the timeline also how it ended and with whom.
import {
  FileText,
  Globe,
  type LucideIcon,
  Mail,
  MessageCircle,
  MessageSquareText,
  PhoneIncoming,
  PhoneOutgoing,
  Store,
} from 'lucide-react';
import type { Contact } from '#shared/model/customer';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useNow } from '../../store/useDesk.ts';
import { ago, dated } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';
import { Transcript } from './Transcript.tsx';

const icons: Readonly<Record<Exclude<Contact['channel'], 'call'>, LucideIcon>> = {
  chat: MessageCircle,
  email: Mail,
  letter: FileText,
  message: MessageSquareText,
  web: Globe,
  person: Store,
};

function channelIcon({ channel, direction }: Contact): LucideIcon {
  if (channel !== 'call') return icons[channel];
  return direction === 'incoming' ? PhoneIncoming : PhoneOutgoing;
}

interface ContactItemProps {
  readonly contact: Contact;
  /** In the timeline: all that is known of it. */
  readonly whole?: boolean;
  readonly position?: { readonly nth: number; readonly of: number };
}

export function ContactItem({ contact, whole = false, position }: ContactItemProps) {
  const { t, language } = useWords();
  const now = useNow(false);
  const workstation = useDeskState(workstationOf);
  const reasonsThere = (workstation?.reasons ?? []).flatMap((group) => group.reasons);
  const reason = reasonsThere.find(({ code }) => code === contact.reasonCode);
  const outcome = workstation?.outcomes
    .flatMap((group) => group.outcomes)
    .find(({ code }) => code === contact.outcomeCode);
  const Icon = channelIcon(contact);
  const channel = t(`channels.${contact.channel}`);
  const others = contact.secondary.map(
    (code) => reasonsThere.find((each) => each.code === code)?.labels[language] ?? code,
  );
  const facts = [
    ...(others.length === 0 ? [] : [`+ ${others.join(', ')}`]),
    ...(reason === undefined ? [] : [channel]),
    t(`customer.directions.${contact.direction}`),
    ...(contact.agentName === '' ? [] : [contact.agentName]),
    ...(outcome === undefined ? [] : [outcome.labels[language]]),
  ];
  return (
    <li
      className="item"
      data-testid="contact"
      {...(position !== undefined && { 'aria-posinset': position.nth, 'aria-setsize': position.of })}
    >
      <Icon aria-label={channel} />
      <strong>{reason?.labels[language] ?? channel}</strong>
      <time className="item-when" dateTime={contact.at} title={contact.agentName}>
        {whole ? dated(contact.at, now, language) : ago(contact.at, now, language)}
      </time>
      {whole ? <p className="item-facts">{facts.join(' · ')}</p> : null}
      {whole && contact.channel === 'chat' ? <Transcript id={contact.id} /> : null}
      {contact.note === '' ? null : <p className={whole ? 'note-text' : 'note-text clamped'}>{contact.note}</p>}
    </li>
  );
}
