// Letters at work (PGlite here; PostgreSQL in test/integration/postgresLetters.int.test.ts).
import { lettersAtWork } from '#test/support/lettersAtWork';
import { openTestDatabase } from '#test/support/testDatabase';

lettersAtWork(() => openTestDatabase());
