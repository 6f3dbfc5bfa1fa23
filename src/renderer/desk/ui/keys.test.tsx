// Chords: what matches, and who of all that wait for a key hears it.
import { render } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { useLayoutEffect, useState } from 'react';
import { flushSync } from 'react-dom';
import { describe, expect, it, vi } from 'vitest';
import { Button } from './Button.tsx';
import { beforeKeys, matches, SingleKeys, useKey } from './keys.ts';
import { Speaking } from './words.tsx';

const press = (init: KeyboardEventInit) => new KeyboardEvent('keydown', init);

describe('a chord', () => {
  it('of a letter is not the one with Shift beside it', () => {
    const plain = { altKey: true, key: 'b', code: 'KeyB' };
    expect(matches(press(plain), 'Alt+B')).toBe(true);
    expect(matches(press({ ...plain, key: 'B', shiftKey: true }), 'Alt+B')).toBe(false);
    expect(matches(press({ ...plain, key: 'B', shiftKey: true }), 'Alt+Shift+B')).toBe(true);
    expect(matches(press({ ctrlKey: true, shiftKey: true, key: 'K', code: 'KeyK' }), 'Ctrl+K')).toBe(false);
  });

  it('of a letter alone is it with Caps Lock on, and not with Shift', () => {
    expect(matches(press({ key: 'H', code: 'KeyH' }), 'H')).toBe(true);
    expect(matches(press({ key: 'H', code: 'KeyH', shiftKey: true }), 'H')).toBe(false);
  });

  it('of a digit beside Alt is its key, whatever that types', () => {
    expect(matches(press({ altKey: true, key: '&', code: 'Digit1' }), 'Alt+1')).toBe(true);
    expect(matches(press({ altKey: true, shiftKey: true, key: '1', code: 'Digit1' }), 'Alt+1')).toBe(false);
  });

  it('of a sign is the sign, also where a keyboard needs Shift for it', () => {
    expect(matches(press({ key: '1', code: 'Digit1', shiftKey: true }), '1')).toBe(true);
    expect(matches(press({ ctrlKey: true, shiftKey: true, key: ',' }), 'Ctrl+,')).toBe(true);
  });

  it('of a key that types nothing names Shift itself', () => {
    expect(matches(press({ key: 'F2' }), 'F2')).toBe(true);
    expect(matches(press({ key: 'F2', shiftKey: true }), 'F2')).toBe(false);
    expect(matches(press({ key: 'F2', shiftKey: true }), 'Shift+F2')).toBe(true);
  });
});

function Hears({
  chord,
  run,
  bare = false,
}: {
  readonly chord: string;
  readonly run: () => void;
  readonly bare?: boolean;
}) {
  useKey(chord, run, { bare });
  return null;
}

/** Draws what hears the key only when a key is pressed. */
function DrawnLate({ run }: { readonly run: () => void }) {
  const [isDrawn, setDrawn] = useState(false);
  useLayoutEffect(() => (isDrawn ? undefined : beforeKeys(() => flushSync(() => setDrawn(true)))), [isDrawn]);
  return isDrawn ? <Hears chord="Alt+S" run={run} /> : <Hears chord="Alt+Q" run={() => {}} />;
}

describe('of all that wait for a key', () => {
  it('who is drawn by that very key hears it', async () => {
    const run = vi.fn();
    render(<DrawnLate run={run} />);
    await userEvent.setup().keyboard('{Alt>}s{/Alt}');
    expect(run).toHaveBeenCalledOnce();
  });

  it('nobody hears Enter that is for the button with the focus', async () => {
    const [sheet, button] = [vi.fn(), vi.fn()];
    const { getByRole } = render(
      <>
        <Hears chord="Enter" run={sheet} />
        <button type="button" onClick={button}>
          Not yet
        </button>
      </>,
    );
    const agent = userEvent.setup();
    await agent.keyboard('{Enter}');
    expect(sheet).toHaveBeenCalledOnce();
    getByRole('button').focus();
    await agent.keyboard('{Enter}');
    expect([sheet, button].map(({ mock }) => mock.calls.length)).toEqual([1, 1]);
  });

  it('the one drawn last hears it, alone; the one before it when that is gone', async () => {
    const [below, above] = [vi.fn(), vi.fn()];
    const agent = userEvent.setup();
    const page = (withAbove: boolean) => (
      <>
        <Hears chord="Esc" run={below} />
        {withAbove ? <Hears chord="Esc" run={above} /> : null}
      </>
    );
    const { rerender } = render(page(false));
    rerender(page(true));
    await agent.keyboard('{Escape}');
    expect([below.mock.calls.length, above.mock.calls.length]).toEqual([0, 1]);
    rerender(page(false));
    await agent.keyboard('{Escape}');
    expect([below.mock.calls.length, above.mock.calls.length]).toEqual([1, 1]);
  });

  it('one that would not hear it where the agent types leaves it to another', async () => {
    const [anywhere, bare] = [vi.fn(), vi.fn()];
    const agent = userEvent.setup();
    const field = <input aria-label="field" />;
    const { getByLabelText } = render(
      <>
        <Hears chord="Esc" run={anywhere} />
        <Hears chord="Esc" run={bare} bare />
        {field}
      </>,
    );
    await agent.click(getByLabelText('field'));
    await agent.keyboard('{Escape}');
    expect([anywhere.mock.calls.length, bare.mock.calls.length]).toEqual([1, 0]);
  });
});

describe('signs alone', () => {
  const keys = ['1', 'C', 'Space', 'Alt+H', 'F2', 'Esc', 'Enter'];
  const press = async (areKeys: boolean): Promise<string[]> => {
    const heard: string[] = [];
    const { unmount } = render(
      <SingleKeys value={areKeys}>
        {keys.map((chord) => (
          <Hears key={chord} chord={chord} run={() => heard.push(chord)} />
        ))}
      </SingleKeys>,
    );
    await userEvent.setup().keyboard('1c {Alt>}h{/Alt}{F2}{Escape}{Enter}');
    unmount();
    return heard;
  };

  it('are keys', async () => {
    expect(await press(true)).toEqual(keys);
  });

  it('do nothing where the agent has turned them off, and every other key does what it did', async () => {
    expect(await press(false)).toEqual(['Alt+H', 'F2', 'Esc', 'Enter']);
  });

  it('are not promised by the button that stays for what they did', () => {
    const { getAllByRole } = render(
      <Speaking language="it">
        <SingleKeys value={false}>
          <Button chord="1">One</Button>
          <Button chord="Alt+H">Other</Button>
        </SingleKeys>
      </Speaking>,
    );
    const told = getAllByRole('button').map((button) => [button.textContent, button.getAttribute('aria-keyshortcuts')]);
    expect(told).toEqual([
      ['One', null],
      [expect.stringMatching(/^Other./), 'Alt+H'],
    ]);
  });
});
