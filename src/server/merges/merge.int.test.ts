// Merging and undoing (PGlite here; PostgreSQL in test/integration/postgresMerges.int.test.ts).
import { mergings } from '#test/support/mergings';

mergings();
