// How files go between programs: apart from the schemas, so that the visitor's page has it without a parser.

/** A piece is at most so long. */
export const attachmentPieceBytes = 1_048_576;
