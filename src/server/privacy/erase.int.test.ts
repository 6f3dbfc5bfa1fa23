// Erasure (PGlite here; PostgreSQL in test/integration/postgresPrivacy.int.test.ts).
import { erasures } from '#test/support/erasures';

erasures();
