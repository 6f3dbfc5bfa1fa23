// Connectors to other CRMs as administrators see them. Secrets go in and never come out.
import { z } from 'zod';
import { failureCodes } from '../connector/machine.ts';
import { mappingSchema } from '../connector/mapping.ts';
import { crmCustomerSchema, refusalWhy } from '../connector/rows.ts';
import { waySchema } from '../connector/ways.ts';
import { instantSchema, portfolioIdSchema } from '../model/ids.ts';
import { portfolioSchema } from '../model/portfolio.ts';

export const connectorIdSchema = z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/);

const fields = {
  name: z.string().min(1).max(80),
  /** Where it is reached, without a slash at the end; `https:` but on this machine. */
  address: z.url({ protocol: /^https?$/ }).max(200),
  settings: z.record(z.string(), z.string().max(200)),
  active: z.boolean(),
  /** Whether calls are written into its log. */
  writesCalls: z.boolean(),
};
const secretsSchema = z.record(z.string(), z.string().min(1).max(4_000));

/** `POST /v1/connectors` */
export const newConnectorSchema = z.strictObject({
  ...fields,
  // That address is the CRMs' to come back to.
  id: connectorIdSchema.refine((id) => id !== 'agreed'),
  kind: z.string().max(30),
  portfolioId: portfolioIdSchema,
  way: waySchema.default('key'),
  secrets: secretsSchema,
});
export type NewConnector = z.infer<typeof newConnectorSchema>;
/**
 * `PATCH /v1/connectors/{id}`: what is given is taken over; another address, or other settings, are read from the beginning, and end
 * an agreement. Another way takes its settings and secrets with it;
 * whatever goes elsewhere, its secrets. Optional secrets stay where they are not given anew and it reads the same CRM.
 */
export const connectorPatchSchema = z.strictObject({ ...fields, way: waySchema, secrets: secretsSchema }).partial();

const refusalSchema = z.object({ id: z.string().nullable(), field: z.string(), why: z.enum(refusalWhy) });

export const connectorSchema = z.object({
  ...fields,
  id: connectorIdSchema,
  kind: z.string(),
  portfolioId: portfolioIdSchema,
  way: waySchema,
  /** Which of the optional secrets it has. */
  furtherSecrets: z.array(z.string()),
  /** From which of its fields ours come, where the company has it otherwise than the description; null: as there. */
  mapping: mappingSchema.nullable(),
  /** What is read of a customer, for people. */
  reads: z.array(z.object({ it: z.string(), en: z.string() })),
  /** Where the CRM may say that something has changed, so that it is read at once; a secret. Null: it does not, or it cannot reach this backend. */
  hintAddress: z.url().nullable(),
  /** By whom it reads, where it reads as a person; null: nobody has agreed yet. `isOver`: taken back there. */
  agreement: z.object({ at: instantSchema, by: z.string().nullable(), isOver: z.boolean() }).nullable(),
  state: z.object({
    /** `loading`: the whole list, for the first time or again; `reading`: what has changed. */
    doing: z.enum(['nothing', 'loading', 'reading']),
    loaded: z.boolean(),
    /** Why it does not go on, and when it tries again. */
    failure: z
      .object({ code: z.enum(failureCodes), status: z.number().int().nullable(), againAt: instantSchema })
      .nullable(),
    /** When it had read all that there was. */
    readAt: instantSchema.nullable(),
    /** When it is asked what has changed, or tried again; null: it is paused. */
    nextAt: instantSchema.nullable(),
    /** Of the list that was read last, so many were missing that they are kept until somebody says that it is right. */
    missing: z.number().int().nonnegative(),
  }),
});
export type ConnectorView = z.infer<typeof connectorSchema>;

const settingSchema = z.object({ name: z.string(), pattern: z.string(), default: z.string().nullable() });

/** `GET /v1/connectors`; `kinds`: which there are descriptions for, and what each asks for. */
export const connectorListSchema = z.object({
  connectors: z.array(connectorSchema),
  kinds: z.array(
    z.object({
      kind: z.string(),
      name: z.string(),
      /** How one may sign in there, the first being the usual one. */
      ways: z
        .array(
          z.object({
            way: waySchema,
            settings: z.array(settingSchema),
            secrets: z.array(z.string()),
            /** Further secrets, which may be left out: what hints are signed with. */
            optional: z.array(z.string()),
            /** Where the CRM sends the browser back to: to be entered there. */
            redirectUri: z.url().nullable(),
          }),
        )
        .min(1),
      /** From which of its fields ours come, as shipped. */
      mapping: mappingSchema,
    }),
  ),
  /** Into which customers may be read. */
  portfolios: z.array(portfolioSchema),
});
export type ConnectorList = z.infer<typeof connectorListSchema>;

/** `POST /v1/connectors/{id}/sign-in`: where the administrator's browser is to go. */
export const connectorSignInSchema = z.object({ url: z.url() });

/** `PUT /v1/connectors/{id}/mapping`: null is the description's. Refused (`mapping`) where the CRM does not know a field. */
export const connectorMappingSchema = z.strictObject({ mapping: mappingSchema.nullable() });

/** What may be tried: another mapping than the connector's; null is the description's. */
export const connectorTrySchema = connectorMappingSchema.partial().nullish();

/** `POST /v1/connectors/{id}/try`: the first page as it would be taken over; nothing is stored. */
export const connectorTrialSchema = z.object({
  failure: z.object({ code: z.enum(failureCodes), status: z.number().int().nullable() }).nullable(),
  customers: z.array(crmCustomerSchema).max(20),
  refused: z.array(refusalSchema).max(20),
  /** Which fields its rows have, for a mapping. */
  offers: z.array(z.string()).max(300),
  /** Fields of the mapping that none of these rows has. */
  unknown: z.array(z.string()),
});

export type ConnectorTrial = z.infer<typeof connectorTrialSchema>;

/** `POST /v1/connectors/{id}/run`: reads now. `loseMissing`: lists the whole anew, and whoever is not on it goes, however many. */
export const connectorRunSchema = z.strictObject({ loseMissing: z.boolean().default(false) });

/** `GET /v1/connectors/{id}/report` */
export const connectorReportSchema = z.object({
  /** Who is known of it. */
  customers: z.number().int().nonnegative(),
  /** Rows that did not fit, the latest two hundred. */
  refused: z.array(refusalSchema.extend({ id: z.string(), at: instantSchema })).max(200),
  refusedInAll: z.number().int().nonnegative(),
  calls: z.object({
    waiting: z.number().int().nonnegative(),
    written: z.number().int().nonnegative(),
    refused: z.number().int().nonnegative(),
  }),
});
export type ConnectorReport = z.infer<typeof connectorReportSchema>;

/** Whether the CRM was told that a person's access is wanted no more: it has said so; it has not; there was none, or it is not told such things. */
export const revokedSchema = z.enum(['done', 'failed', 'none']);
export type Revoked = z.infer<typeof revokedSchema>;

/** The answer to `PATCH`; `formerAccess`: what became of an agreement that this has ended. */
export const connectorChangedSchema = connectorSchema.extend({ formerAccess: revokedSchema.default('none') });

/** `DELETE /v1/connectors/{id}?customers=`: they stay, as though they were made here, or go where nothing hangs on them. */
export const connectorRemovalSchema = z.strictObject({ customers: z.enum(['stay', 'go']) });
export const connectorRemovedSchema = z.object({
  gone: z.number().int(),
  stayed: z.number().int(),
  access: revokedSchema.default('none'),
});
