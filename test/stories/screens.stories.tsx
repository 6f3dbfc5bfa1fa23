// The screens: the desk in each state of the gallery, with what is done on it first. The stories themselves are made by config/main.ts.
import type { StoryObj } from '@storybook/react-vite';
import { useState } from 'react';
import { userEvent, within } from 'storybook/test';
import { must } from '#shared/lib/must';
import { type ChosenLook, deskInState, lookOf } from '#test/support/gallery/deskInState';
import { framesBetween, type Gesture } from '#test/support/gallery/gestures';
import { galleryStates } from '#test/support/gallery/states';
import { quiet } from '#test/support/quiet';
import { App } from '../../src/renderer/desk/app.tsx';
import { PopOutScreen } from '../../src/renderer/desk/screens/PopOutScreen.tsx';

export default { excludeStories: ['screen'] };

const stateOf = (name: string) => must(galleryStates[name], `a gallery state named ${name}`)();

function Screen({ name, look }: { readonly name: string; readonly look: ChosenLook }) {
  const [{ state, desk }] = useState(() => {
    const state = stateOf(name);
    return { state, desk: deskInState(state, look) };
  });
  return (
    <div id="desk">
      <App desk={desk}>{state.isPopOut ? <PopOutScreen /> : undefined}</App>
    </div>
  );
}

/** "Alt+d" as user-event writes it: "{Alt>}d{/Alt}". */
function typedKeys(chord: string): string {
  const parts = chord.split('+');
  const key = parts.pop() ?? '';
  return [
    ...parts.map((held) => `{${held}>}`),
    key.length === 1 ? key : `{${key}}`,
    ...parts.toReversed().map((held) => `{/${held}}`),
  ].join('');
}

async function make(gesture: Gesture): Promise<void> {
  if (gesture.kind === 'press') {
    await userEvent.keyboard(typedKeys(gesture.key));
    return;
  }
  const [element] = await within(document.body).findAllByTestId(gesture.testId);
  const found = must(element, gesture.testId);
  if (gesture.kind === 'see') return found.scrollIntoView({ block: 'center' });
  if (gesture.kind === 'click') return userEvent.click(found);
  if (gesture.kind === 'give') return userEvent.upload(found, new File(['%PDF'], gesture.file));
  await userEvent.clear(found);
  await userEvent.type(found, gesture.text);
}

export function screen(name: string): StoryObj {
  return {
    render: (_args, { globals }) => {
      const look = lookOf(globals);
      return <Screen key={Object.values(look).join()} name={name} look={look} />;
    },
    play: async () => {
      for (const each of stateOf(name).gestures ?? []) {
        await quiet(framesBetween);
        await make(each);
      }
    },
  };
}
