// The key pad: tones sent one by one, from the mouse and from the keyboard.
import { Grip } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import type { CallId } from '#shared/model/ids';
import { chordOf } from '../../commands/table.ts';
import { useCommand } from '../../commands/useCommand.ts';
import { useIntents } from '../../store/useDesk.ts';
import { DigitKeys, isDigitKey } from '../../ui/DigitKeys.tsx';
import { ariaShortcut, withChord } from '../../ui/keys.ts';
import { useWords } from '../../ui/words.tsx';

const shownDigits = 12;

function Keys({ callId }: { readonly callId: CallId }) {
  const { t } = useWords();
  const { sendDigits } = useIntents();
  const [sent, setSent] = useState('');
  const pad = useRef<HTMLDivElement>(null);
  useEffect(() => pad.current?.focus(), []);
  function press(digit: string) {
    setSent((before) => (before + digit).slice(-shownDigits));
    void sendDigits(callId, digit);
  }
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the dialog around it has the role; this only hears the digits typed in it
    <div
      ref={pad}
      className="keypad"
      tabIndex={-1}
      onKeyDown={(event) => {
        if (isDigitKey(event.key) && !event.ctrlKey && !event.altKey) press(event.key);
      }}
    >
      <output className="keypad-sent num" aria-label={t('call.keypadSent')}>
        {sent}
      </output>
      <DigitKeys onPress={press} />
      <p className="faint">{t('call.keypadHint')}</p>
    </div>
  );
}

export function Keypad({ callId }: { readonly callId: CallId }) {
  const { t } = useWords();
  const [open, setOpen] = useState(false);
  const toggle = () => setOpen((was) => !was);
  useCommand('keypad', toggle);
  return (
    <DialogTrigger isOpen={open} onOpenChange={setOpen}>
      <Button
        className="call-button icon"
        aria-label={t('actions.keypad')}
        render={(button) => <button {...button} title={withChord(t('actions.keypad'), chordOf('keypad'))} />}
        aria-keyshortcuts={ariaShortcut(chordOf('keypad'))}
        data-testid="keypad"
      >
        <Grip aria-hidden="true" />
      </Button>
      {/* The bar behind it stays alive: hanging up takes one click, not two. */}
      <Popover className="popover" placement="bottom end" offset={10} isNonModal>
        <Dialog className="keypad-dialog" aria-label={t('call.keypadTitle')}>
          <Keys callId={callId} />
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
