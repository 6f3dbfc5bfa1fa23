// The whole desk in a test's page, over made-up programs: what an agent sees, and the means to act on it.
import { act, render, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { App } from '../../src/renderer/desk/app.tsx';
import { createDesk, type Desk } from '../../src/renderer/desk/store/desk.ts';
import { afternoon } from './deskPeople.ts';
import type { DeskPrograms } from './deskPrograms.ts';

export interface DeskUnderTest {
  readonly desk: Desk;
  readonly agent: ReturnType<typeof userEvent.setup>;
  /** Interactions that were told to be on the glass. */
  readonly painted: string[];
  /** The programs have spoken: waits until the page shows it. */
  settled(): Promise<void>;
  /** The window's death and its return, with the same programs. */
  reload(): Promise<void>;
}

/** What jsdom lacks and the desk, or a library of it, asks for. */
function fillIn(): void {
  window.matchMedia ??= () =>
    ({ matches: false, addEventListener: () => {}, removeEventListener: () => {} }) as unknown as MediaQueryList;
  Element.prototype.scrollIntoView ??= () => {};
  // Everything is near.
  globalThis.IntersectionObserver ??= class {
    observe() {}
    disconnect() {}
  } as unknown as typeof IntersectionObserver;
  globalThis.CSS ??= { escape: (text: string) => text.replace(/[^\w-]/g, '\\$&') } as typeof CSS;
}

const turn = () => act(() => new Promise<void>((done) => setTimeout(done)));

export async function showDesk(programs: DeskPrograms): Promise<DeskUnderTest> {
  fillIn();
  const painted: string[] = [];
  let shown: ReturnType<typeof render> | null = null;
  let desk: Desk | null = null;

  async function open(): Promise<Desk> {
    const opened = createDesk({
      now: () => afternoon,
      after: (ms, callback) => {
        const timer = setTimeout(callback, ms);
        return () => clearTimeout(timer);
      },
      onPopPainted: (id) => painted.push(id),
      onRefused: (reason) => {
        throw new Error(reason);
      },
    });
    for (const program of ['main', 'phone', 'data'] as const) programs.open(program, opened.accept);
    shown = render(<App desk={opened} />);
    await turn();
    return opened;
  }

  desk = await open();
  return {
    get desk() {
      return desk as Desk;
    },
    agent: userEvent.setup(),
    painted,
    settled: turn,
    async reload() {
      shown?.unmount();
      desk?.dispose();
      desk = await open();
    },
  };
}

export const at = (testId: string): HTMLElement => screen.getByTestId(testId);
/** The first, second or third part of a day or a time. */
export const partOf = (testId: string, nth: number): HTMLElement =>
  within(at(testId)).getAllByRole('spinbutton')[nth] as HTMLElement;
export const textField = (testId: string): HTMLInputElement => screen.getByTestId(testId) as HTMLInputElement;
