// The visitor's page: the notice and a first question, then the chat, by keyboard and screen reader as by mouse. What anybody has written is text.
import { ulid } from 'ulid';
import type { VisitorAnswered, VisitorSurvey } from '../shared/protocol/surveys.ts';
import type { VisitorSite } from '../shared/protocol/visitor.ts';
import { acceptedFiles, fileOf, type Sent, sendFile } from './files.ts';
import { openKept } from './kept.ts';
import { askedBy, type Line, openLine, type Standing } from './line.ts';
import { filled, words } from './words.ts';

const asked = new URLSearchParams(location.search);
const siteCode = asked.get('site') ?? '';
const language = asked.get('language') === 'en' ? 'en' : 'it';
const t = words[language];
const kept = openKept(siteCode, () => sessionStorage);
const main = document.querySelector('main') ?? document.body;
const isFramed = window.parent !== window;
document.documentElement.lang = language;

/** Minimised, the page goes on and nobody looks at it: its frame says so (`loader.ts`), which the browser does not. */
let isOpen = true;
const isSeen = () => isOpen && document.visibilityState === 'visible';
/** What else becomes of the page being opened or minimised: whatever stands in it says so. */
let onOpen = () => {};
addEventListener('message', ({ source, data }: MessageEvent<unknown>) => {
  if (source !== window.parent || typeof data !== 'boolean') return;
  isOpen = data;
  onOpen();
});

/** An element with attributes and what is in it; words are always text. */
function el<K extends keyof HTMLElementTagNameMap>(
  tag: K,
  attributes: Readonly<Record<string, string>> = {},
  ...inside: readonly (Node | string)[]
): HTMLElementTagNameMap[K] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, value);
  made.append(...inside);
  return made;
}
const button = (text: string, onClick: () => void, attributes: Readonly<Record<string, string>> = {}) => {
  const made = el('button', { type: 'button', ...attributes }, text);
  made.addEventListener('click', onClick);
  return made;
};
/** A field below its label. */
function field(label: string, control: HTMLElement, id: string): HTMLElement {
  control.id = id;
  return el('p', { class: 'field' }, el('label', { for: id }, label), control);
}

function head(name: string): HTMLElement {
  const bar = el('header', {}, el('h1', {}, name));
  if (isFramed) bar.append(button(t.close, () => window.parent.postMessage('close', '*'), { class: 'quiet' }));
  return bar;
}
addEventListener('keydown', (event) => {
  if (event.key === 'Escape' && isFramed) window.parent.postMessage('close', '*');
});

/** What was written when it turned out that nobody is there any more, or somebody is. */
type Written = Readonly<Record<'topic' | 'name' | 'email' | 'phone' | 'first', string>>;

async function start(written: Written | null = null): Promise<void> {
  main.replaceChildren(el('p', { role: 'status', class: 'status' }, t.loading));
  for (let wait = 1_000; ; wait = Math.min(30_000, wait * 2)) {
    const answer = await fetch(`/v1/visitor/sites/${encodeURIComponent(siteCode)}?language=${language}`).catch(
      () => null,
    );
    if (answer?.ok) {
      const site = (await answer.json()) as VisitorSite;
      if (kept.read() === null) form(site, written);
      else talk(site);
      return;
    }
    main.replaceChildren(el('p', { role: 'status', class: 'status' }, answer?.status === 404 ? t.noSite : t.away));
    if (answer?.status === 404) return;
    await new Promise((resolve) => setTimeout(resolve, wait));
  }
}

function form(site: VisitorSite, written: Written | null): void {
  const topic = el('select', {}, ...site.topics.map(({ queueId, name }) => el('option', { value: queueId }, name)));
  const name = el('input', { type: 'text', autocomplete: 'name', maxlength: '60' });
  const email = el('input', { type: 'email', autocomplete: 'email', maxlength: '200' });
  email.required = !site.isOpen;
  const phone = el('input', { type: 'tel', autocomplete: 'tel', maxlength: '33' });
  const first = el('textarea', { rows: '4', maxlength: '2000' });
  first.required = true;
  if (written !== null) {
    topic.value = written.topic;
    for (const [field, text] of [
      [name, written.name],
      [email, written.email],
      [phone, written.phone],
      [first, written.first],
    ] as const)
      field.value = text;
  }
  const wrong = el('p', { role: 'alert', class: 'wrong' });
  const go = el('button', { type: 'submit', class: 'strong' }, site.isOpen ? t.begin : t.leave);
  const notice = el('p', { class: 'notice' }, t.notice);
  if (site.noticeUrl !== null) {
    notice.append(' ', el('a', { href: site.noticeUrl, target: '_blank', rel: 'noopener noreferrer' }, t.noticeLink));
  }
  const opens =
    site.opensAt === null
      ? []
      : [el('p', {}, filled(t.opensAt, { when: new Date(site.opensAt).toLocaleString(language, when) }))];
  const whole = el(
    'form',
    { novalidate: '' },
    el('p', { class: 'status' }, site.isOpen ? t.open : t.closed),
    ...opens,
    notice,
    field(t.topic, topic, 'topic'),
    field(t.name, name, 'name'),
    field(site.isOpen ? t.emailOptional : t.email, email, 'email'),
    ...(site.isOpen ? [] : [field(t.phone, phone, 'phone')]),
    field(t.first, first, 'first'),
    wrong,
    go,
  );
  const id = ulid();
  const token = btoa(String.fromCharCode(...crypto.getRandomValues(new Uint8Array(32))))
    .replaceAll('+', '-')
    .replaceAll('/', '_')
    .replace(/=+$/, '');
  whole.addEventListener('submit', async (event) => {
    event.preventDefault();
    const labels = { first: t.first, email: site.isOpen ? t.emailOptional : t.email, phone: t.phone };
    const number = phone.value.replace(/[\s./()-]/g, '');
    phone.setCustomValidity(number === '' || /^\+?\d{3,32}$/.test(number) ? '' : 'x');
    for (const one of [first, email, phone]) one.removeAttribute('aria-invalid');
    const bad = [email, phone, first].find((one) => !one.checkValidity() || (one.required && one.value.trim() === ''));
    if (bad !== undefined) {
      bad.setAttribute('aria-invalid', 'true');
      wrong.textContent = filled(t.wrong, { what: labels[bad.id as keyof typeof labels] });
      bad.focus();
      return;
    }
    go.disabled = true;
    whole.setAttribute('aria-busy', 'true');
    const body = {
      ...{ id, token, site: siteCode, topic: topic.value, language, name: name.value.trim() || null, code: null },
      ...{ email: email.value.trim() || null, notice: site.notice, callAt: number || null },
      left: site.isOpen ? null : first.value.trim(),
    };
    const answer = await post('/v1/visitor/chats', body);
    go.disabled = false;
    whole.removeAttribute('aria-busy');
    const asked = askedBy(answer);
    if (asked === 'done') {
      const unsent = site.isOpen ? [{ id: ulid(), text: first.value.trim() }] : [];
      kept.write({ token, unsent });
      talk(site);
    } else if (asked === 'late')
      void start({ topic: topic.value, name: name.value, email: email.value, phone: phone.value, first: first.value });
    else wrong.textContent = asked === 'refused' ? filled(t.wrong, { what: t.email }) : t.failed[asked];
  });
  main.replaceChildren(head(site.name), whole);
  topic.focus();
}

const sleep = (ms: number) => new Promise<void>((resolve) => setTimeout(resolve, ms));
const size = (bytes: number): string => {
  const isLarge = bytes >= 1_000_000;
  const unit = isLarge ? 'megabyte' : 'kilobyte';
  const value = isLarge ? bytes / 1_000_000 : Math.max(1, Math.round(bytes / 1_000));
  return new Intl.NumberFormat(language, { style: 'unit', unit, maximumFractionDigits: 1 }).format(value);
};
const whyNot = (why: Exclude<Sent, 'here'>): string => {
  if (why === 'late' || why === 'gone') return t.file.why.late;
  return why in t.file.why ? t.file.why[why as keyof typeof t.file.why] : t.file.why.notAllowed;
};
const when = { weekday: 'long', hour: '2-digit', minute: '2-digit' } as const;
const hour = (at: string) => new Date(at).toLocaleTimeString(language, { hour: '2-digit', minute: '2-digit' });

function talk(site: VisitorSite): void {
  let isFull = true;
  const status = el('p', { role: 'status', class: 'status' }, t.loading);
  const list = el('ol');
  const log = el('div', { role: 'log', 'aria-live': 'polite', 'aria-label': t.log, tabindex: '0' }, list);
  const composer = el('textarea', { rows: '2', maxlength: '2000', 'aria-describedby': 'hint' });
  const say = el('button', { type: 'submit', class: 'strong' }, t.send);
  const writing = el(
    'form',
    { class: 'writing' },
    field(t.message, composer, 'message'),
    el('p', { id: 'hint', class: 'hint' }, t.hint),
    say,
  );
  const withFiles = {
    token: kept.read()?.token ?? '',
    fetch: (...request: Parameters<typeof fetch>) => fetch(...request),
  };
  // The file is chosen by a button, which a screen reader calls what it is; what becomes of it is said below, also when the chat
  // has ended meanwhile.
  const chooser = el('input', { type: 'file', accept: acceptedFiles });
  chooser.hidden = true;
  const sent = el('p', { role: 'status', class: 'hint' });
  const sendOne = button(t.file.send, () => chooser.click(), { 'aria-describedby': 'file-about' });
  const fileAbout = el('p', { id: 'file-about', class: 'hint' }, t.file.about);
  const number = el('input', { type: 'tel', autocomplete: 'tel', maxlength: '33', id: 'number' });
  const call = aside('call', { open: t.call, label: t.callAt, send: t.callDo, refused: t.numberWrong }, number, () => ({
    number: number.value.replace(/[\s./()-]/g, ''),
  }));
  const email = el('input', { type: 'email', autocomplete: 'email', maxlength: '200', required: '', id: 'later' });
  const leave = aside(
    'leave',
    { open: t.instead, label: t.email, send: t.leave, refused: t.emailWrong },
    email,
    () => ({
      email: email.value.trim(),
    }),
  );
  const end = button(t.end, () => void line.do('end', {}));
  const save = button(t.save, () => saveText());
  const anew = button(t.again, () => restart(), { class: 'strong' });
  anew.hidden = true;
  const rating = el('section', { class: 'rating', tabindex: '-1', 'aria-label': t.rate.title });
  rating.hidden = true;
  const acts = el('div', { class: 'acts' }, call.opener, leave.opener, save, end, anew);
  const sending = el('div', { class: 'sending' }, sendOne, chooser, fileAbout);
  main.replaceChildren(head(site.name), status, log, writing, sending, sent, rating, acts, call.form, leave.form);
  if (kept.isForgetful) main.append(el('p', { class: 'hint' }, t.forgetful));

  let shown: Standing | null = null;
  let seen = 0;
  const lines = new Map<string, HTMLElement>();
  const fetched = new Set<string>();
  const line: Line = openLine({
    kept,
    fetch: (...request) => fetch(...request),
    newId: ulid,
    isSeen,
    mayEnd: () =>
      (shown?.messages ?? []).every(({ id, by, file }) => by !== 'agent' || file === null || fetched.has(id)),
    onChange: draw,
  });

  function draw(now: Standing): void {
    const isOver = now.state === 'ended';
    const said = statusOf(now);
    if (status.textContent !== said) status.textContent = said;
    status.classList.toggle('lost', now.isLost);
    const isAtEnd = log.scrollHeight - log.scrollTop - log.clientHeight < 60;
    const order = [
      ...now.messages.map((message) => put(message.id, () => lineOf(message))),
      ...now.unsent.map(({ id, text }) => put(id, () => ownLine(text, t.sending))),
      ...now.refused.map(({ id, text }) => put(`refused ${id}`, () => ownLine(text, t.refused))),
    ];
    for (const [id, item] of lines) if (!order.includes(item)) lines.delete(id);
    inOrder(order);
    if (isAtEnd || isFull) log.scrollTop = log.scrollHeight;
    isFull = false;
    const focused = document.activeElement;
    for (const one of [writing, sending]) one.hidden = isOver || now.state === 'left';
    if (now.survey !== null && rating.hidden) rate(rating, now.survey);
    for (const one of [call.opener, end]) one.hidden = isOver || now.state === 'left';
    leave.opener.hidden = now.state !== 'waiting';
    for (const { opener, form } of [call, leave]) if (opener.hidden) form.hidden = true;
    anew.hidden = !isOver && now.state !== 'left';
    if (now.isClosed) closeFiles();
    // What had the focus is gone: it goes to what has come in its place.
    if (focused !== null && focused.closest('[hidden], li button:disabled') !== null) {
      ([rating, anew].find((one) => !one.hidden) ?? composer).focus();
    }
    const last = now.messages.filter(({ by }) => by === 'agent').length;
    if (isSeen() && document.hasFocus()) seen = last;
    if (isFramed) window.parent.postMessage(Math.max(0, last - seen), '*');
    shown = now;
  }
  /** Made once for each: what has its number takes the place of what was on its way, and nothing that stands is read out again. */
  function put(id: string, make: () => HTMLElement): HTMLElement {
    const before = lines.get(id);
    if (before !== undefined && before.dataset.waits === undefined) return before;
    const made = make();
    if (before !== undefined && made.dataset.waits !== undefined) return before;
    before?.remove();
    lines.set(id, made);
    return made;
  }
  function inOrder(order: readonly HTMLElement[]): void {
    let place = list.firstChild;
    for (const item of order) {
      if (item === place) place = place.nextSibling;
      else list.insertBefore(item, place);
    }
    while (place !== null) {
      const gone = place;
      place = place.nextSibling;
      gone.remove();
    }
  }

  function lineOf({ id, by, name, kind, text, at, file }: Standing['messages'][number]): HTMLElement {
    const time = el('time', { datetime: at }, hour(at));
    if (kind === 'event' || by === 'house') {
      const event = t.events[text as keyof typeof t.events];
      return el(
        'li',
        { class: 'event' },
        event === undefined ? text : filled(event, { name: name ?? site.name }),
        ' ',
        time,
      );
    }
    const who = by === 'visitor' ? t.you : (name ?? site.name);
    const body = el('p', { class: 'text' });
    if (kind === 'file' && file !== null) body.append(fileButton(id, text, file.bytes));
    else if (by === 'agent') linked(body, text);
    else body.textContent = text;
    return el('li', { class: by }, el('p', { class: 'who' }, el('strong', {}, who), ' ', time), body);
  }
  /** A file that was sent: its name and size; pressed, the browser saves it. */
  function fileButton(id: string, name: string, bytes: number): HTMLElement {
    const said = `${name} (${size(bytes)})`;
    const made = button(said, async () => {
      const blob = await fileOf({ ...withFiles, sleep }, id);
      if (blob === null) {
        sent.textContent = filled(shown?.isClosed === true ? t.file.over : t.file.notFetched, { name });
        return;
      }
      const address = URL.createObjectURL(blob);
      el('a', { href: address, download: name }).click();
      setTimeout(() => URL.revokeObjectURL(address), 10_000);
      fetched.add(id);
      line.ask();
    });
    made.setAttribute('aria-label', filled(t.file.fetch, { name: said }));
    return made;
  }
  /** None can be had any more, and each says so. */
  function closeFiles(): void {
    // What has been said has been read out.
    log.setAttribute('aria-live', 'off');
    for (const one of list.querySelectorAll<HTMLButtonElement>('button:enabled')) {
      one.disabled = true;
      one.removeAttribute('aria-label');
      one.textContent = filled(t.file.over, { name: one.textContent });
    }
  }
  chooser.addEventListener('change', async () => {
    const [file] = chooser.files ?? [];
    chooser.value = '';
    if (file === undefined) return;
    sendOne.disabled = true;
    sent.textContent = filled(t.file.sending, { name: file.name });
    const become = await sendFile({ ...withFiles, sleep }, ulid(), file).finally(() => {
      sendOne.disabled = false;
    });
    const { name } = file;
    sent.textContent =
      become === 'here' ? filled(t.file.sent, { name }) : `${filled(t.file.notSent, { name })} ${whyNot(become)}`;
    if (document.activeElement === document.body) sendOne.focus();
    line.ask();
  });
  function ownLine(text: string, state: string): HTMLElement {
    const made = el('li', { class: 'visitor' }, el('p', { class: 'who' }, el('strong', {}, t.you), ' ', state));
    made.append(el('p', { class: 'text' }, text));
    made.dataset.waits = '';
    return made;
  }
  function statusOf({ state, agent, ahead, isTyping, isLost }: Standing): string {
    if (isLost) return t.lost;
    if (state === 'ended') return t.ended;
    if (state === 'left') return t.left;
    if (state === 'waiting') return filled(t.waiting, { count: ahead });
    return filled(isTyping ? t.typing : t.talking, { name: agent ?? site.name });
  }

  let typedAt = 0;
  composer.addEventListener('input', () => {
    if (Date.now() - typedAt < 3_000) return;
    typedAt = Date.now();
    line.typing(true);
  });
  composer.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    writing.requestSubmit();
  });
  writing.addEventListener('submit', (event) => {
    event.preventDefault();
    const text = composer.value.trim();
    composer.focus();
    if (text === '') return;
    line.say(text);
    composer.value = '';
    typedAt = 0;
  });
  /** A form behind its button. What went wrong and what to do is said beside what was written, which stays. */
  function aside(
    what: 'call' | 'leave',
    words: Readonly<Record<'open' | 'label' | 'send' | 'refused', string>>,
    input: HTMLInputElement,
    body: () => object,
  ): { readonly opener: HTMLElement; readonly form: HTMLElement } {
    const wrong = el('p', { role: 'alert', class: 'wrong' });
    const send = el('button', { type: 'submit' }, words.send);
    const form = el('form', { class: 'aside', novalidate: '' }, field(words.label, input, input.id), wrong, send);
    form.hidden = true;
    const show = (isShown: boolean) => {
      form.hidden = !isShown;
      opener.setAttribute('aria-expanded', String(isShown));
      if (isShown) input.focus();
    };
    const opener = button(words.open, () => show(form.hidden !== false), { 'aria-expanded': 'false' });
    form.addEventListener('submit', async (event) => {
      event.preventDefault();
      input.removeAttribute('aria-invalid');
      wrong.textContent = '';
      const asked = await line.do(what, body());
      if (asked === 'done') {
        show(false);
        composer.focus();
        return;
      }
      if (asked === 'refused') input.setAttribute('aria-invalid', 'true');
      wrong.textContent = asked === 'refused' ? words.refused : t.failed[asked];
      input.focus();
    });
    return { opener, form };
  }
  function saveText(): void {
    const text = (shown?.messages ?? [])
      .filter(({ kind }) => kind === 'text')
      .map(
        ({ at, by, name, text }) =>
          `${new Date(at).toLocaleString(language)} ${by === 'visitor' ? t.you : (name ?? site.name)}: ${text}`,
      )
      .join('\n');
    const address = URL.createObjectURL(new Blob([text], { type: 'text/plain' }));
    el('a', { href: address, download: 'chat.txt' }).click();
    setTimeout(() => URL.revokeObjectURL(address), 10_000);
  }
  function restart(): void {
    line.stop();
    stopped.abort();
    kept.write(null);
    void start();
  }
  const stopped = new AbortController();
  const ask = () => line.ask();
  addEventListener('online', ask, { signal: stopped.signal });
  addEventListener('focus', ask, { signal: stopped.signal });
  document.addEventListener('visibilitychange', ask, { signal: stopped.signal });
  onOpen = ask;
  composer.focus();
}

/** What is asked about a chat that has ended. */
function rate(rating: HTMLElement, { token, questions, longestComment, thanks }: VisitorSurvey): void {
  const comment = el('textarea', { rows: '3', maxlength: String(longestComment), 'aria-describedby': 'rate-about' });
  const wrong = el('p', { role: 'alert', class: 'wrong' });
  const send = el('button', { type: 'submit', class: 'strong' }, t.rate.send);
  const parts = questions.map(({ code, text, scale, labels }) => {
    if (scale === null) {
      const about = el('p', { id: 'rate-about', class: 'hint' }, filled(t.rate.about, { count: longestComment }));
      return el('div', {}, field(text, comment, 'comment'), about);
    }
    const [least, most] = scale;
    const isEach = labels.length === most - least + 1;
    const said = (value: number): string => {
      const label = isEach ? labels[value - least] : value === least ? labels[0] : value === most ? labels[1] : '';
      return isEach ? (label ?? '') : label ? `${value} – ${label}` : String(value);
    };
    const values = Array.from({ length: most - least + 1 }, (_, place) => least + place);
    const choices = values.map((value) =>
      el('label', {}, el('input', { type: 'radio', name: code, value: String(value) }), said(value)),
    );
    return el('fieldset', {}, el('legend', {}, text), el('div', { class: 'scale' }, ...choices));
  });
  const whole = el('form', { novalidate: '' }, ...parts, wrong, send);
  whole.addEventListener('submit', async (event) => {
    event.preventDefault();
    const chosen = [...new FormData(whole)].map(([code, value]) => [code, Number(value)]);
    const body = { token, scores: Object.fromEntries(chosen), comment: comment.value.trim() };
    if (chosen.length === 0 && body.comment === '') {
      wrong.textContent = t.rate.nothing;
      return;
    }
    send.disabled = true;
    const answer = await post('/v1/visitor/survey', body);
    send.disabled = false;
    if (answer?.ok) {
      const { call } = (await answer.json()) as VisitorAnswered;
      over(thanks, ...(call === 'no' ? [] : [offerCall(call)]));
    } else if (answer?.status === 404) over(t.rate.over);
    else wrong.textContent = answer?.status === 429 ? t.failed.many : t.rate.failed;
  });
  rating.replaceChildren(el('h2', {}, t.rate.title), el('p', { class: 'hint' }, t.rate.anonymous), whole);
  rating.hidden = false;

  /** What is said in place of the questions. */
  function over(said: string, ...more: readonly HTMLElement[]): void {
    rating.replaceChildren(el('p', { role: 'status', class: 'status' }, said), ...more);
    rating.focus();
  }
  /** For whoever was not satisfied. Of whom no number is known gives one. */
  function offerCall(at: 'onFile' | 'atNumber'): HTMLElement {
    const number = el('input', { type: 'tel', autocomplete: 'tel', maxlength: '33' });
    const wrong = el('p', { role: 'alert', class: 'wrong' });
    const want = el('button', { type: 'submit', class: 'strong', 'aria-describedby': 'rate-call' }, t.rate.callBack);
    const about = el('p', { id: 'rate-call' }, t.rate.callBackAbout[at]);
    const given = at === 'onFile' ? [] : [field(t.callAt, number, 'rate-number')];
    const offer = el('form', { novalidate: '' }, about, ...given, wrong, want);
    /** A wish whose answer was lost may have arrived, and a number is taken once. */
    let mayBeThere = false;
    offer.addEventListener('submit', async (event) => {
      event.preventDefault();
      number.removeAttribute('aria-invalid');
      want.disabled = true;
      const typed = number.value.replace(/[\s./()-]/g, '');
      const answer = await post('/v1/visitor/survey/call', { token, number: at === 'onFile' ? null : typed });
      want.disabled = false;
      if (answer?.ok) over(t.rate.willCall);
      else if (answer?.status === 404) over(mayBeThere ? t.rate.mayBeThere : t.rate.over);
      else if (answer?.status === 422 || answer?.status === 400) {
        number.setAttribute('aria-invalid', 'true');
        wrong.textContent = t.numberWrong;
        number.focus();
      } else if (answer?.status === 429) wrong.textContent = t.failed.many;
      else {
        mayBeThere = true;
        wrong.textContent = t.rate.failed;
      }
    });
    return offer;
  }
}

/** Null: it did not arrive. */
const post = (path: string, body: object): Promise<Response | null> =>
  fetch(path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  }).catch(() => null);

/** Addresses in what agents write become links; everything else stays the text that it is. */
function linked(body: HTMLElement, text: string): void {
  let from = 0;
  for (const { index, 0: address } of text.matchAll(/https:\/\/[^\s<>"']+[^\s<>"'.,;:!?)]/g)) {
    body.append(
      text.slice(from, index),
      el('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, address),
    );
    from = index + address.length;
  }
  body.append(text.slice(from));
}

void start();
