// The last contacts on every channel.
import type { CustomerCard } from '#shared/contract/screenPop';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';
import { ContactItem } from './ContactItem.tsx';
import { More } from './More.tsx';

export function Contacts({ card }: { readonly card: CustomerCard }) {
  const { t } = useWords();
  if (card.lastContacts.length === 0) return null;
  return (
    <section className="section">
      <SectionTitle right={t('customer.allChannels')}>{t('customer.contacts')}</SectionTitle>
      <ul className="items">
        {card.lastContacts.map((contact) => (
          <ContactItem key={contact.id} contact={contact} />
        ))}
      </ul>
      {card.moreContacts ? <More id={card.customer.id} show="contact" name={t('customer.allContacts')} /> : null}
    </section>
  );
}
