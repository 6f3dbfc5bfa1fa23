// What an entry of the audit log says besides who, when and whose, in the words of whoever reads it. What an older or newer service has
// written, and codes of this installation's own, stay as they stand there.
import type { TFunction } from 'i18next';
import { z } from 'zod';
import { consentKindSchema } from '#shared/model/consent';
import type { Language } from '#shared/model/ids';
import { type AuditEntry, auditActionSchema } from '#shared/protocol/audit';
import { revokedSchema } from '#shared/protocol/connectors';
import { keptForSchema, type PrivacyStep, requestKindSchema, tellingSchema } from '#shared/protocol/privacy';
import { byteSize } from '../../ui/byteSize.ts';
import { appointment } from '../../ui/time.ts';

const nameSchema = z.enum([
  ...(['fields', 'stayed', 'request', 'asked', 'step', 'breach', 'hold', 'rule', 'keptFor', 'inForce'] as const),
  ...(['processing', 'purpose', 'edition', 'word', 'telling', 'what', 'rows', 'merge', 'kept', 'judged'] as const),
  ...(['note', 'interaction', 'version', 'attachment', 'case', 'kind', 'bytes', 'import', 'subject'] as const),
  ...(['actor', 'from', 'to', 'seenAt', 'upTo', 'brokenAt', 'connector', 'portfolio', 'shown'] as const),
  ...(['loseMissing', 'customers', 'gone', 'access', 'article'] as const),
]);

const fieldSchema = z.enum([
  ...(['name', 'birthDate', 'taxCode', 'iban', 'email', 'address', 'preference', 'language', 'phones'] as const),
  ...(['givenName', 'role', 'queues', 'portfolios', 'active', 'phone', 'lock'] as const),
]);

const stepSchema = z.enum([
  ...(['prolong', 'answer', 'erase', 'placeHold', 'liftHold', 'restrict', 'liftRestriction', 'rectify'] as const),
  ...(['told', 'recordTelling', 'object', 'setRule', 'confirmProcessing', 'addConsentText'] as const),
  ...(['judgeBreach', 'breachTold', 'closeBreach'] as const),
] satisfies Exclude<PrivacyStep['kind'], 'tryPurge'>[]);

interface Reader {
  readonly t: TFunction;
  readonly language: Language;
  readonly now: number;
  /** Of an agent or a customer; the id where nobody is known by it. */
  readonly nameOf: (id: string) => string;
}

/** One text for each detail, in the order in which they were written. */
export const detailsOf = ({ detail }: Pick<AuditEntry, 'detail'>, reader: Reader): string[] =>
  Object.entries(detail)
    .filter(([, value]) => value !== null && value !== '' && !(Array.isArray(value) && value.length === 0))
    .map(([name, value]) => {
      const known = nameSchema.safeParse(name);
      const values = Array.isArray(value) ? value : [value];
      const texts = values.map((one) => (known.success ? inWords(known.data, one, reader) : String(one)));
      return `${known.success ? reader.t(`privacy.audit.details.${known.data}`) : name}: ${texts.join(', ')}`;
    });

function inWords(name: z.infer<typeof nameSchema>, value: unknown, { t, language, now, nameOf }: Reader): string {
  const text = String(value);
  switch (name) {
    case 'fields':
    case 'stayed':
      return said(fieldSchema, text, (field) => t(`privacy.audit.fields.${field}`));
    case 'step':
      return said(stepSchema, text, (step) => t(`privacy.audit.steps.${step}`));
    case 'asked':
      return said(
        requestKindSchema,
        text,
        (kind) => t(`privacy.kinds.${kind}`),
        () => said(auditActionSchema, text, (action) => t(`privacy.audit.actions.${action}`)),
      );
    case 'what':
      return said(tellingSchema.shape.what, text, (what) => t(`privacy.tellings.whats.${what}`));
    case 'word':
      return said(consentKindSchema, text, (word) => t(`consents.said.${word}`));
    case 'keptFor':
      return said(keptForSchema, text, (kept) =>
        t(`privacy.retention.units.${z.enum(['D', 'M', 'Y']).parse(kept.at(-1))}`, {
          count: Number(kept.slice(1, -1)),
        }),
      );
    case 'inForce':
    case 'loseMissing':
      return t(text === 'true' ? 'privacy.audit.yes' : 'privacy.audit.no');
    case 'access':
      return said(revokedSchema, text, (access) => t(`privacy.audit.access.${access}`));
    case 'from':
    case 'to':
    case 'seenAt':
      return Number.isNaN(Date.parse(text)) ? text : appointment(text, now, language);
    case 'bytes':
      return byteSize(Number(text), language);
    case 'subject':
    case 'actor':
    case 'kept':
      return nameOf(text);
    default:
      return text;
  }
}

const said = <T>(
  schema: z.ZodType<T>,
  text: string,
  inWordsOf: (value: T) => string,
  otherwise: () => string = () => text,
): string => {
  const known = schema.safeParse(text);
  return known.success ? inWordsOf(known.data) : otherwise();
};
