// Closing the desk in mid-call would hang up on the customer: it is asked first, in the agent's language.
import { type BrowserWindow, dialog } from 'electron';
import { createWords } from '#shared/words/words';

export interface ClosingDeps {
  readonly inCall: () => boolean;
  readonly language: () => 'it' | 'en';
}

export function askBeforeClosing(window: BrowserWindow, { inCall, language }: ClosingDeps): void {
  let sure = false;
  window.on('close', (event) => {
    if (sure || !inCall()) return;
    event.preventDefault();
    const { t } = createWords(language());
    const options = {
      type: 'warning' as const,
      message: t('closing.title'),
      detail: t('closing.about'),
      buttons: [t('closing.stay'), t('closing.hangUp')],
      defaultId: 0,
      cancelId: 0,
    };
    void dialog.showMessageBox(window, options).then(({ response }) => {
      if (response !== 1) return;
      sure = true;
      window.close();
    });
  });
}
