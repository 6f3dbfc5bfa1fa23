// Whom something that was set aside is about.
import type { Customer } from '#shared/model/customer';
import { Tag } from '../../ui/Tag.tsx';

export function Who({ customer }: { readonly customer: Pick<Customer, 'name' | 'code'> | null }) {
  if (customer === null) return null;
  return (
    <header className="conflict-who">
      <span className="link-name">{customer.name}</span>
      <Tag>{customer.code}</Tag>
    </header>
  );
}
