// The world around the apps: a backend with the exercise company, a PBX with customers, seen from outside.
import type { Contact, Customer } from '#shared/model/customer';

export interface Ringing {
  hangUp(): Promise<void>;
}

export interface World {
  readonly backendUrl: string;
  readonly agents: Readonly<Record<'giulia' | 'luca', { readonly username: string; readonly password: string }>>;
  /** A customer rings a queue; `caller` in E.164. */
  ring(call: {
    readonly caller: string | 'withheld';
    readonly queue: string;
    readonly name?: string;
  }): Promise<Ringing>;
  /** Waits until the backend has a contact that is so. */
  untilOnBackend(isSo: (contact: Contact) => boolean): Promise<void>;
  untilCustomer(code: string, isSo: (customer: Customer) => boolean): Promise<void>;
  stop(): Promise<void>;
}
