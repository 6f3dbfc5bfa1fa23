// How a component is shown: all of its states on one sheet, each under its name, in the toolbar's language and look.
import type { StoryObj } from '@storybook/react-vite';
import { type ReactNode, useLayoutEffect, useState } from 'react';
import { I18nProvider } from 'react-aria-components';
import type { Language } from '#shared/model/ids';
import { type ChosenLook, lookOf } from '#test/support/gallery/deskInState';
import { localeOf } from '../../src/renderer/desk/ui/time.ts';
import { Speaking } from '../../src/renderer/desk/ui/words.tsx';

/** Chooses between the two languages of what a component is given to say. */
export type Say = (it: string, en: string) => string;

/** By name; a name is what is special about the state. */
export type States = Readonly<Record<string, ReactNode>>;

interface SheetOptions {
  /** One state below the other, as wide as the page. */
  readonly wide?: boolean;
  /** What is done on it once it stands: a list is opened. */
  readonly play?: StoryObj['play'];
}

interface SheetProps {
  readonly title: string;
  readonly look: ChosenLook;
  readonly wide: boolean;
  readonly states: (say: Say, language: Language) => States;
}

function Sheet({ title, look, wide, states }: SheetProps) {
  const { language, ...rest } = look;
  useLayoutEffect(() => {
    Object.assign(document.documentElement.dataset, rest);
    document.documentElement.lang = language;
  });
  return (
    <Speaking language={language}>
      <I18nProvider locale={localeOf[language]}>
        <main className="story-sheet">
          <h1>{title}</h1>
          <div className={wide ? 'story-states wide' : 'story-states'}>
            {Object.entries(states((it, en) => (language === 'en' ? en : it), language)).map(([name, state]) => (
              <figure key={name} className="story-state">
                <figcaption>{name}</figcaption>
                {state}
              </figure>
            ))}
          </div>
        </main>
      </I18nProvider>
    </Speaking>
  );
}

export function sheet(states: SheetProps['states'], { wide = false, play }: SheetOptions = {}): StoryObj {
  return {
    render: (_args, { globals, title }) => {
      const look = lookOf(globals);
      return (
        <Sheet
          key={Object.values(look).join()}
          title={title.split('/').at(-1) ?? title}
          look={look}
          wide={wide}
          states={states}
        />
      );
    },
    ...(play === undefined ? {} : { play }),
  };
}

interface HeldProps<T> {
  readonly first: T;
  readonly children: (value: T, set: (value: T) => void) => ReactNode;
}

/** Keeps what a component is told to keep, so that it can be tried. */
export function Held<T>({ first, children }: HeldProps<T>) {
  const [value, setValue] = useState(first);
  return children(value, setValue);
}

export const nothing = (): void => {};
