// Cases at work (PGlite here; PostgreSQL in test/integration/postgresCases.int.test.ts).
import { casesAtWork } from '#test/support/casesAtWork';

casesAtWork();
