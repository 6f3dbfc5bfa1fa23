// What a bare phone's page can be asked, whatever library is in it. Times are milliseconds since the epoch, by the page's clock.

export interface BareAccount {
  readonly server: string;
  readonly domain: string;
  readonly extension: string;
  readonly password: string;
}

export interface BarePage {
  /** Connects and registers. */
  start(account: BareAccount): Promise<void>;
  /** These return when the order was given. */
  dial(number: string): number;
  answer(): number;
  hangUp(): void;
  /** Resolves when the other side has agreed. */
  hold(on: boolean): Promise<{ readonly orderedAt: number; readonly agreedAt: number }>;
  /** When the page was last told of a call that comes in. */
  rangAt(): number | null;
}

export const now = (): number => performance.timeOrigin + performance.now();

export const offer = (page: BarePage): void => void Object.assign(window, { barePage: page });
