// Gives the only connection of a database to one user at a time, whole transactions included.
// Kysely's PGlite driver hands its connection to everybody: a query of one request would run inside another's transaction.
import type { Driver } from 'kysely';

export function oneAtATime(driver: Driver): Driver {
  let lastReleased: Promise<void> = Promise.resolve();
  let release: () => void = () => {};
  return {
    init: (options) => driver.init(options),
    async acquireConnection(options) {
      const turn = lastReleased;
      let done: () => void = () => {};
      lastReleased = new Promise((resolve) => {
        done = resolve;
      });
      await turn;
      release = done;
      return driver.acquireConnection(options);
    },
    async releaseConnection(connection, options) {
      const done = release;
      await driver.releaseConnection(connection, options);
      done();
    },
    beginTransaction: (connection, settings) => driver.beginTransaction(connection, settings),
    commitTransaction: (connection) => driver.commitTransaction(connection),
    rollbackTransaction: (connection) => driver.rollbackTransaction(connection),
    destroy: (options) => driver.destroy(options),
  };
}
