// Every page of an encrypted file, decrypted: free ones, and what is left between rows, too.
import Database from 'better-sqlite3';

/** The file is open nowhere else, or its log is written back. */
export function pagesOf(file: string, key: string): Buffer {
  const database = new Database(file);
  try {
    database.pragma(`key='raw:${key}'`);
    return database.serialize();
  } finally {
    database.close();
  }
}
