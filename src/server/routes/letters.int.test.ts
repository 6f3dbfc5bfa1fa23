// Letters at work (PGlite here; PostgreSQL in test/integration/postgresLetters.int.test.ts).
import { lettersAtWork } from '#test/support/lettersAtWork';

lettersAtWork();
