// Consents, objections and restriction (PGlite here; PostgreSQL in test/integration/postgresPrivacy.int.test.ts).
import { consentsAndRestrictions } from '#test/support/consentsAndRestrictions';

consentsAndRestrictions();
