// Desk and data about other CRMs, for an administrator. Each is answered by the backend, or refused while it is away.
import { z } from 'zod';
import { mappingSchema } from '../connector/mapping.ts';
import {
  connectorChangedSchema,
  connectorIdSchema,
  connectorListSchema,
  connectorMappingSchema,
  connectorPatchSchema,
  connectorRemovalSchema,
  connectorRemovedSchema,
  connectorReportSchema,
  connectorRunSchema,
  connectorSchema,
  connectorSignInSchema,
  connectorTrialSchema,
  newConnectorSchema,
} from '../protocol/connectors.ts';
import type { Contract } from './envelope.ts';

const onConnector = z.object({ id: connectorIdSchema });

export const connectorMethods = {
  listConnectors: { params: z.null(), result: connectorListSchema },
  /** `wrong`: which field the backend does not take. */
  addConnector: {
    params: newConnectorSchema,
    result: z.union([connectorSchema, z.object({ wrong: z.string() })]),
  },
  changeConnector: {
    params: onConnector.extend({ patch: connectorPatchSchema }),
    result: z.union([connectorChangedSchema, z.object({ wrong: z.string() })]),
  },
  /** With another mapping than its own, where one is said. */
  tryConnector: {
    params: onConnector.extend({ mapping: mappingSchema.optional() }),
    result: connectorTrialSchema,
  },
  /** `wrong`: "mapping.…", the field that the CRM does not have. */
  mapConnector: {
    params: onConnector.extend(connectorMappingSchema.shape),
    result: z.union([connectorSchema, z.object({ wrong: z.string() })]),
  },
  /** Where the browser is to go, so that a person agrees there. */
  signInConnector: { params: onConnector, result: connectorSignInSchema },
  runConnector: { params: onConnector.extend(connectorRunSchema.shape), result: connectorSchema },
  connectorReport: { params: onConnector, result: connectorReportSchema },
  removeConnector: { params: onConnector.extend(connectorRemovalSchema.shape), result: connectorRemovedSchema },
} satisfies Contract['methods'];
