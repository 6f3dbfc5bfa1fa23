// What a connector reads of a customer, in words: for the record of processing, and for whoever adds one.
import type { Description } from '#shared/connector/description';

interface Labels {
  readonly it: string;
  readonly en: string;
}

/** What a description reads of a customer, for people. */
const readFields: Readonly<Record<Exclude<keyof Description['row']['fields'], 'nameElse' | 'phoneList'>, Labels>> = {
  name: { it: 'nome', en: 'name' },
  company: { it: 'se è un’azienda', en: 'whether it is a company' },
  email: { it: 'e-mail', en: 'e-mail' },
  phones: { it: 'numeri di telefono', en: 'telephone numbers' },
  address: { it: 'indirizzo', en: 'address' },
  birthDate: { it: 'data di nascita', en: 'date of birth' },
  taxCode: { it: 'codice fiscale', en: 'tax code' },
  language: { it: 'lingua', en: 'language' },
};

/** In an order for people; of a description that is not there, none. */
export function fieldsRead(description: Description | undefined): Labels[] {
  const fields = description?.row.fields;
  if (fields === undefined) return [];
  return (Object.keys(readFields) as (keyof typeof readFields)[])
    .filter((field) => {
      if (field === 'phones') return fields.phones.length > 0 || fields.phoneList !== undefined;
      return fields[field] !== undefined;
    })
    .map((field) => readFields[field]);
}
