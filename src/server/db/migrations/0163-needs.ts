// What has to be minded with a customer: codes of a list that the company edits, each with a few words, and their history like any field's.

/** A proposal; the company's file puts its own in its place. */
const usual = [
  ['email', 'Preferisce e-mail', 'Prefers e-mail'],
  ['phone', 'Preferisce il telefono', 'Prefers the phone'],
  ['letter', 'Preferisce la posta', 'Prefers letters'],
  ['in-writing', 'Vuole conferma scritta', 'Wants it confirmed in writing'],
  ['slowly', 'Parlare piano e chiaro', 'Speak slowly and clearly'],
  ['plain-words', 'Parole semplici', 'Plain words'],
  ['large-print', 'Caratteri grandi', 'Large print'],
  ['more-time', 'Serve più tempo', 'Needs more time'],
  ['delegate', 'Parla un delegato', 'A delegate speaks'],
] as const;

const text = (words: string) => `'${words.replaceAll("'", "''")}'`;

export const needs = {
  number: 163,
  name: 'needs',
  statements: [
    `alter table customers add column needs jsonb not null default '[]'`,
    'create table need_kinds (code text primary key, position int not null, labels jsonb not null)',
    `insert into need_kinds (code, position, labels) values ${usual
      .map(
        ([code, it, en], position) =>
          `(${text(code)}, ${position}, jsonb_build_object('it', ${text(it)}, 'en', ${text(en)}))`,
      )
      .join(', ')}`,
    // As in step 160.
    `create or replace function details_of(customer customers) returns jsonb language sql stable as $$
      select jsonb_build_object(
        'name', customer.name,
        'kind', customer.kind,
        'language', customer.language,
        'birthDate', customer.birth_date::text,
        'taxCode', customer.tax_code,
        'iban', customer.iban,
        'contracts', customer.contracts,
        'needs', customer.needs,
        'email', customer.email,
        'preference', customer.preference,
        'address', case when customer.street is not null then
          jsonb_build_object('street', customer.street, 'postcode', customer.postcode, 'city', customer.city) end)
    $$`,
  ],
} as const;
