// The scope is held by the database (PGlite here; PostgreSQL in test/integration/postgresScope.int.test.ts).
import { crossings } from '#test/support/crossings';
import { openTestDatabase } from '#test/support/testDatabase';

crossings(() => openTestDatabase());
