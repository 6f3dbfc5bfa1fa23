// The page that a link opens: a form without any program in it, which every browser and screen reader knows. What it may load is said by its
// headers: its own style, and nothing else.
import { createHash } from 'node:crypto';
import type { Language } from '#shared/model/ids';
import { otherLanguage } from '#shared/model/lists/text';
import type { Given, NotGiven, Question, Survey, Surveys } from '#shared/model/survey';

const words = {
  it: {
    title: 'La Sua opinione',
    anonymous:
      'La risposta è anonima: resta senza nome, senza numero e senza l’operatore con cui ha parlato. Può saltare le domande che vuole.',
    comment: 'Senza nomi né numeri, per favore. Al massimo {count} caratteri.',
    send: 'Invia la risposta',
    callBackAbout:
      'Ci dispiace che non sia andata bene. Se vuole, un responsabile La richiama: teniamo il Suo numero finché non L’ha fatto. La valutazione resta anonima, chi richiama non la vede.',
    callBack: 'Desidero essere richiamato',
    willCall: 'La richiameremo.',
    never: 'Non chiedetemelo più',
    neverAbout: 'Non riceverà altre richieste di valutazione.',
    neverDone: 'Non Le chiederemo più una valutazione.',
    over: 'Questo collegamento non è più valido.',
    overAbout: 'È scaduto, oppure è già stato usato. Non occorre fare altro.',
    language: 'English',
    wrong: {
      nothing: 'Scelga almeno una risposta, oppure scriva qualcosa.',
      notAsked: 'Le domande sono cambiate: risponda a queste.',
      offScale: 'Una risposta non è tra quelle possibili.',
      tooLong: 'Il commento è troppo lungo: al massimo {count} caratteri.',
    } satisfies Record<NotGiven, string>,
  },
  en: {
    title: 'Your opinion',
    anonymous:
      'Your answer is anonymous: no name, no number, and not the agent you spoke to. You may leave out any question.',
    comment: 'Without names or numbers, please. {count} characters at most.',
    send: 'Send the answer',
    callBackAbout:
      'We are sorry that it did not go well. If you like, somebody in charge will call you back: we keep your number until they have. Your rating stays anonymous, and whoever calls does not see it.',
    callBack: 'I would like to be called back',
    willCall: 'We will call you back.',
    never: 'Do not ask me again',
    neverAbout: 'You will not be asked to rate us any more.',
    neverDone: 'We will not ask you to rate us again.',
    over: 'This link is not valid any more.',
    overAbout: 'It has expired, or has been used already. There is nothing else to do.',
    language: 'Italiano',
    wrong: {
      nothing: 'Please choose at least one answer, or write something.',
      notAsked: 'The questions have changed: please answer these.',
      offScale: 'One answer is not among those that can be given.',
      tooLong: 'The comment is too long: {count} characters at most.',
    } satisfies Record<NotGiven, string>,
  },
};

const style = `
:root { color-scheme: light dark; --canvas: #fff; --sunken: #f4f3f0; --edge: #77736a; --ink: #1b1a17; --soft: #55524b; --strong: #0b5c4d;
  --on-strong: #fff; --wrong: #a3141c; }
@media (prefers-color-scheme: dark) { :root { --canvas: #17181a; --sunken: #24262a; --edge: #9a9ca3; --ink: #f2f2f0; --soft: #b9bbc2;
  --strong: #6fd3bd; --on-strong: #08231d; --wrong: #ff9d9d; } }
@media (prefers-contrast: more) { :root { --edge: currentcolor; --soft: var(--ink); } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--canvas); color: var(--ink); font: 1rem/1.45 system-ui, "Segoe UI", sans-serif; }
main { max-width: 46rem; margin: 0 auto; padding: 1rem 1rem 2rem; overflow-wrap: anywhere; }
h1 { margin: 0 0 .5rem; font-size: 1.4rem; }
p { margin: 0 0 1rem; }
.soft { color: var(--soft); font-size: .9375rem; }
.top { display: flex; flex-wrap: wrap; align-items: baseline; justify-content: space-between; gap: .5rem 1rem; }
form { display: flex; flex-direction: column; gap: 1.25rem; }
fieldset { min-width: 0; margin: 0; padding: 0; border: 0; }
legend, label.open { display: block; margin-bottom: .5rem; padding: 0; font-weight: 600; }
.scale { display: flex; flex-wrap: wrap; gap: .5rem; }
.scale label { display: flex; align-items: center; justify-content: center; gap: .5rem; min-width: 2.75rem; min-height: 2.75rem;
  padding: .5rem .75rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--canvas); cursor: pointer; }
.scale label:has(:checked) { border-color: var(--strong); background: var(--sunken); box-shadow: inset 0 0 0 1px var(--strong); font-weight: 600; }
.scale label:focus-within { outline: 3px solid var(--strong); outline-offset: 2px; }
.scale input { width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--strong); outline: none; }
textarea { width: 100%; min-height: 6rem; padding: .5rem .75rem; border: 1px solid var(--edge); border-radius: .5rem;
  background: var(--canvas); color: inherit; font: inherit; resize: vertical; }
button { min-height: 2.75rem; padding: .5rem 1rem; border: 1px solid var(--edge); border-radius: .5rem; background: var(--canvas);
  color: inherit; font: inherit; cursor: pointer; }
button.strong { border-color: var(--strong); background: var(--strong); color: var(--on-strong); font-weight: 600; }
.never { gap: 0; margin-top: 2rem; padding-top: 1rem; border-top: 1px solid var(--edge); }
.wrong { padding: .75rem; border: 2px solid var(--wrong); border-radius: .5rem; color: var(--wrong); font-weight: 600; }
a { color: var(--strong); }
:focus-visible { outline: 3px solid var(--strong); outline-offset: 2px; }
`;

export const pageHeaders = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-store',
  'content-security-policy': [
    "default-src 'none'",
    `style-src 'sha256-${createHash('sha256').update(style).digest('base64')}'`,
    "form-action 'self'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
  ].join('; '),
  // The address is the key to it.
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-robots-tag': 'noindex',
  'permissions-policy': 'camera=(), microphone=(), geolocation=()',
};

const entities: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};
const text = (plain: string): string => plain.replace(/[&<>"']/g, (one) => entities[one] ?? one);

export interface Shown {
  readonly company: string;
  readonly language: Language;
}

export interface Form extends Shown {
  readonly survey: Survey;
  readonly surveys: Surveys;
  /** Whom it may be that asks not to be asked: somebody whom we know. */
  readonly mayRefuse: boolean;
  /** What was sent and not taken, and why. */
  readonly sent: { readonly given: Given; readonly wrong: NotGiven } | null;
}

const whole = ({ company, language }: Shown, title: string, inside: string, top = ''): string => {
  const heading = text(title);
  return `<!doctype html>
<html lang="${language}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${heading}${company === '' ? '' : ` – ${text(company)}`}</title>
<style>${style}</style>
</head>
<body><main>
<div class="top"><p class="soft">${text(company)}</p>${top}</div>
<h1>${heading}</h1>
${inside}
</main></body>
</html>
`;
};

export function formPage(form: Form): string {
  const { language, survey, surveys, sent, mayRefuse } = form;
  const t = words[language];
  const count = String(surveys.longestComment);
  const other = otherLanguage(language);
  const wrong = sent && t.wrong[sent.wrong].replace('{count}', count);
  return whole(
    form,
    t.title,
    `<p class="soft">${text(t.anonymous)}</p>
<form method="post" action="?language=${language}">
${wrong === null ? '' : `<p class="wrong" role="alert" id="wrong">${text(wrong)}</p>`}
${survey.questions.map((question) => questionOf(question, form)).join('\n')}
<div><button class="strong" name="do" value="answer">${text(t.send)}</button></div>
</form>
${
  mayRefuse
    ? `<form class="never" method="post" action="?language=${language}"><p class="soft" id="never">${text(t.neverAbout)}</p>
<div><button name="do" value="never" aria-describedby="never">${text(t.never)}</button></div></form>`
    : ''
}`,
    `<a href="?language=${other}" hreflang="${other}" lang="${other}">${text(t.language)}</a>`,
  );
}

function questionOf({ code, text: asked, scale, labels }: Question, { language, surveys, sent }: Form): string {
  if (scale === null) {
    const about = words[language].comment.replace('{count}', String(surveys.longestComment));
    return `<div><label class="open" for="comment">${text(asked[language])}</label>
<p class="soft" id="about">${text(about)}</p>
<textarea id="comment" name="comment" aria-describedby="about">${text(sent?.given.comment ?? '')}</textarea></div>`;
  }
  const [least, most] = scale;
  const isEach = labels.length === most - least + 1;
  const label = (value: number): string => {
    const said = isEach ? labels[value - least] : value === least ? labels[0] : value === most ? labels[1] : undefined;
    return said === undefined ? String(value) : isEach ? said[language] : `${value} – ${said[language]}`;
  };
  const values = Array.from({ length: most - least + 1 }, (_, place) => least + place);
  const chosen = code === 'open' ? undefined : sent?.given.scores[code];
  return `<fieldset><legend>${text(asked[language])}</legend><div class="scale">
${values
  .map(
    (value) =>
      `<label><input type="radio" name="${code}" value="${value}"${value === chosen ? ' checked' : ''}> ${text(label(value))}</label>`,
  )
  .join('\n')}
</div></fieldset>`;
}

/** `mayWant`: they may ask to be called back. */
export function thanksPage(shown: Shown, { thanks }: Surveys, mayWant: boolean): string {
  const { callBackAbout, callBack } = words[shown.language];
  const asked = `<form method="post" action="?language=${shown.language}"><p id="call">${text(callBackAbout)}</p>
<div><button class="strong" name="do" value="callBack" aria-describedby="call">${text(callBack)}</button></div></form>`;
  return whole(shown, thanks[shown.language], mayWant ? asked : '');
}

export const willCallPage = (shown: Shown): string => whole(shown, words[shown.language].willCall, '');

export const neverPage = (shown: Shown): string => whole(shown, words[shown.language].neverDone, '');

export const overPage = (shown: Shown): string =>
  whole(shown, words[shown.language].over, `<p>${text(words[shown.language].overAbout)}</p>`);
