// The part of the driver that is used here. Its own declarations are not reachable through its package's "exports".
declare module 'better-sqlite3' {
  interface Statement<Params extends unknown[], Row> {
    get(...params: Params): Row | undefined;
    all(...params: Params): Row[];
    run(...params: Params): { changes: number; lastInsertRowid: number | bigint };
  }
  class SqliteError extends Error {
    constructor(message: string, code: string);
    code: string;
  }
  class Database {
    constructor(file: string, options?: { timeout?: number });
    static SqliteError: typeof SqliteError;
    readonly open: boolean;
    /** The path of its file. */
    readonly name: string;
    readonly inTransaction: boolean;
    prepare<Params extends unknown[], Row>(sql: string): Statement<Params, Row>;
    exec(sql: string): this;
    pragma(source: string, options?: { simple?: boolean }): unknown;
    /** Every page of the file as it is, decrypted. */
    serialize(): Buffer;
    close(): this;
  }
  export default Database;
}
