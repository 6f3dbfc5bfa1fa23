// How files go between programs: apart from the schemas, so that the visitor's page has it without a parser.

/** A piece is at most so long. */
export const attachmentPieceBytes = 1_048_576;

/** As a visitor's page sends them: a whole one must be here in half a minute (`requestTimeout` of the backend), over a slow line too (70 kbit/s). */
export const visitorPieceBytes = 262_144;
