// What a company's page gets by its one script tag: a button, and behind it a frame from the backend. It touches nothing but its own element.
// <script async src="https://…/chat/widget.js" data-site="aurora" data-language="it"></script>

const labels = {
  it: { open: 'Chatta con noi', title: 'Chat con noi', unread: 'messaggi nuovi' },
  en: { open: 'Chat with us', title: 'Chat with us', unread: 'new messages' },
};

const sheet = `
  :host { all: initial; position: fixed; right: 16px; bottom: 16px; z-index: 2147483000; font: 16px/1.4 system-ui, sans-serif; }
  button { font: inherit; font-weight: 600; min-height: 48px; padding: 0 20px; border: 2px solid #fff; border-radius: 24px;
    background: #0b5c4d; color: #fff; cursor: pointer; box-shadow: 0 2px 10px rgb(0 0 0 / 25%); }
  button:focus-visible { outline: 3px solid #0b5c4d; outline-offset: 3px; }
  iframe { display: none; position: fixed; right: 16px; bottom: 80px; width: min(400px, calc(100vw - 32px));
    height: min(640px, calc(100vh - 96px)); border: 1px solid #8c887e; border-radius: 14px; background: #fff;
    box-shadow: 0 6px 30px rgb(0 0 0 / 25%); }
  iframe.open { display: block; }
  @media (max-width: 480px), (max-height: 480px) {
    iframe { inset: 0; width: 100%; height: 100%; border: 0; border-radius: 0; }
    iframe.open + button { display: none; }
  }`;

function load(script: HTMLScriptElement): void {
  const address = new URL(script.src);
  const language = script.dataset.language === 'en' ? 'en' : 'it';
  const words = labels[language];
  const host = document.createElement('div');
  host.lang = language;
  const root = host.attachShadow({ mode: 'open' });
  const style = new CSSStyleSheet();
  style.replaceSync(sheet);
  root.adoptedStyleSheets = [style];
  const button = document.createElement('button');
  button.type = 'button';
  button.textContent = words.open;
  button.setAttribute('aria-expanded', 'false');
  root.append(button);
  document.body.append(host);

  let frame: HTMLIFrameElement | null = null;
  let isLoaded = false;
  /** The page cannot see by itself whether it is minimised. */
  function tell(): void {
    if (isLoaded && frame !== null) frame.contentWindow?.postMessage(frame.classList.contains('open'), address.origin);
  }
  function show(isOpen: boolean): void {
    if (isOpen && frame === null) {
      frame = document.createElement('iframe');
      frame.title = words.title;
      const query = new URLSearchParams({ site: script.dataset.site ?? '', language });
      frame.src = new URL(`page.html?${query}`, address).href;
      frame.addEventListener('load', () => {
        isLoaded = true;
        tell();
      });
      root.prepend(frame);
    }
    frame?.classList.toggle('open', isOpen);
    tell();
    button.setAttribute('aria-expanded', String(isOpen));
    if (isOpen) frame?.focus();
    else button.focus();
  }
  button.addEventListener('click', () => show(frame === null || !frame.classList.contains('open')));
  root.addEventListener('keydown', (event) => {
    if (event instanceof KeyboardEvent && event.key === 'Escape') show(false);
  });
  addEventListener('message', (event: MessageEvent<unknown>) => {
    if (frame === null || event.source !== frame.contentWindow || event.origin !== address.origin) return;
    if (event.data === 'close') show(false);
    if (typeof event.data === 'number') {
      button.textContent = event.data === 0 ? words.open : `${words.open} (${event.data} ${words.unread})`;
    }
  });
}

const script = document.currentScript;
if (script instanceof HTMLScriptElement) {
  if (document.body === null) addEventListener('DOMContentLoaded', () => load(script));
  else load(script);
}
