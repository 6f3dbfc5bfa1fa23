// What the columns of a file are likely to mean, from what they are called: Italian, English, vCard, and the exports of the usual programs.
import { type ImportMapping, type ImportTarget, importTargets, repeatableTargets } from '#shared/protocol/imports';

/** Without accents, capitals and signs. */
const names: Record<ImportTarget, readonly string[]> = {
  code: ['codice', 'codicecliente', 'code', 'customercode', 'customernumber', 'numerocliente', 'idcliente'],
  name: [
    'nome',
    'nominativo',
    'nomecompleto',
    'nomeecognome',
    'cognomeenome',
    'name',
    'fullname',
    'intestatario',
    'fn',
  ],
  givenName: ['nomedibattesimo', 'givenname', 'firstname', 'ngiven'],
  familyName: ['cognome', 'familyname', 'lastname', 'surname', 'nfamily'],
  company: ['azienda', 'societa', 'ragionesociale', 'denominazione', 'company', 'companyname', 'organization', 'org'],
  email: ['email', 'mail', 'postaelettronica', 'emailaddress', 'indirizzoemail', 'email1value'],
  mobile: ['cellulare', 'telefonocellulare', 'mobile', 'mobilephone', 'cell', 'cellphone'],
  landline: ['telefono', 'telefonofisso', 'fisso', 'phone', 'telephone', 'landline', 'homephone', 'tel'],
  otherNumber: ['altrotelefono', 'telefono2', 'otherphone', 'phone2', 'businessphone', 'telefonoufficio'],
  street: ['indirizzo', 'via', 'street', 'address', 'streetaddress', 'adrstreet', 'indirizzovia'],
  postcode: ['cap', 'postcode', 'zip', 'zipcode', 'postalcode', 'adrpostcode'],
  city: ['citta', 'comune', 'localita', 'city', 'town', 'adrcity'],
  birthDate: ['datadinascita', 'datanascita', 'natoil', 'birthdate', 'dateofbirth', 'birthday', 'bday'],
  taxCode: ['codicefiscale', 'cf', 'partitaiva', 'piva', 'taxcode', 'vatnumber', 'taxid'],
  iban: ['iban', 'contocorrente'],
  language: ['lingua', 'language', 'lang'],
  preference: ['preferenza', 'preferenzadicontatto', 'preference', 'contactpreference'],
};

const plain = (column: string): string =>
  column
    .normalize('NFD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

export function guessMapping(columns: readonly string[]): ImportMapping {
  const mapping: Record<string, ImportTarget> = {};
  const taken = new Set<ImportTarget>();
  const known = new Set(columns.map(plain));
  for (const column of columns) {
    const target = targetOf(plain(column), known);
    if (target === null || (taken.has(target) && !repeatableTargets.includes(target))) continue;
    mapping[column] = target;
    taken.add(target);
  }
  return mapping;
}

function targetOf(name: string, all: ReadonlySet<string>): ImportTarget | null {
  // "Nome" beside "Cognome" is the given name.
  if ((name === 'nome' || name === 'name') && [...all].some((other) => names.familyName.includes(other)))
    return 'givenName';
  if (/^telcell\d*$/.test(name)) return 'mobile';
  if (/^tel\d+$/.test(name)) return 'landline';
  return importTargets.find((target) => names[target].includes(name)) ?? null;
}
