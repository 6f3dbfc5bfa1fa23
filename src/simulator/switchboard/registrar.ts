// Who is where: the Contacts that agents' phones have registered, each with its expiry, as Asterisk's AORs keep them.
import type { Clock } from '../clock.ts';
import { addressKey } from './sipText.ts';

/** Seconds; shorter and longer wishes are brought within, as Asterisk does. */
const shortest = 60;
const longest = 7_200;
const usual = 3_600;
/** Phones of one agent; the oldest makes way. */
const mostContacts = 3;

interface Binding {
  uri: string;
  expiresAt: number;
  forget: () => void;
}

export interface Registrar {
  /**
   * Takes the Contact headers of one REGISTER. `expires` is the request's own header.
   * Returns the Contact values of the answer: all that are bound now.
   */
  register(extension: string, contacts: readonly string[], expires: string | undefined): string[];
  /** Addresses under which an extension is reached, the newest first. */
  contactsOf(extension: string): string[];
  /** These are reached no longer (their socket closed). */
  drop(keys: readonly string[]): void;
  /** Every bound Contact. */
  all(): { extension: string; contact: string; expiresInSeconds: number }[];
  close(): void;
}

export interface RegistrarDeps {
  clock: Clock;
  /** An extension has its first phone, or lost its last one. */
  onReachable(extension: string, reachable: boolean): void;
}

export function createRegistrar({ clock, onReachable }: RegistrarDeps): Registrar {
  const bindings = new Map<string, Binding[]>();
  const of = (extension: string) => bindings.get(extension) ?? [];

  function keep(extension: string, next: Binding[]): void {
    const before = of(extension);
    bindings.set(extension, next);
    for (const gone of before) if (!next.includes(gone)) gone.forget();
    if (before.length > 0 !== next.length > 0) onReachable(extension, next.length > 0);
  }

  function bind(extension: string, uri: string, seconds: number): void {
    const others = of(extension).filter((one) => addressKey(one.uri) !== addressKey(uri));
    const binding: Binding = {
      uri,
      expiresAt: clock.now() + seconds * 1_000,
      forget: clock.after(seconds * 1_000, () =>
        keep(
          extension,
          of(extension).filter((one) => one !== binding),
        ),
      ),
    };
    keep(extension, [binding, ...others].slice(0, mostContacts));
  }

  const left = (binding: Binding) => Math.max(0, Math.round((binding.expiresAt - clock.now()) / 1_000));

  return {
    register(extension, contacts, expires) {
      for (const contact of contacts) {
        const wish = Number(/;\s*expires=(\d+)/i.exec(contact)?.[1] ?? expires ?? usual);
        if (contact.trim() === '*') {
          if (wish === 0) keep(extension, []);
          continue;
        }
        const uri = /<([^>]+)>/.exec(contact)?.[1] ?? contact.split(';')[0]?.trim() ?? '';
        if (wish === 0) {
          keep(
            extension,
            of(extension).filter((one) => addressKey(one.uri) !== addressKey(uri)),
          );
        } else {
          bind(extension, uri, Math.min(longest, Math.max(shortest, Number.isFinite(wish) ? wish : usual)));
        }
      }
      return of(extension).map((binding) => `<${binding.uri}>;expires=${left(binding)}`);
    },
    contactsOf: (extension) => of(extension).map((binding) => binding.uri),
    drop(keys) {
      for (const [extension, bound] of bindings) {
        const rest = bound.filter((one) => !keys.includes(addressKey(one.uri)));
        if (rest.length < bound.length) keep(extension, rest);
      }
    },
    all: () =>
      [...bindings].flatMap(([extension, bound]) =>
        bound.map((binding) => ({ extension, contact: binding.uri, expiresInSeconds: left(binding) })),
      ),
    close() {
      for (const bound of bindings.values()) for (const binding of bound) binding.forget();
    },
  };
}
