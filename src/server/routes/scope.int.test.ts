// What an agent may see is kept by every route (PGlite here; PostgreSQL in test/integration/postgresScope.int.test.ts).
import { requestCrossings } from '#test/support/requestCrossings';

requestCrossings();
