// Whether what is on the screen can be read and reached, measured in the page itself: in the smallest window that has to work well no words are
// cut off or lie over one another, also with the spacing that readers may ask for (WCAG 1.4.12), and nothing hides what has the focus (2.4.11).
import type { Page } from 'playwright-core';

/** WCAG 1.4.12 names these. */
const spacing =
  '* { line-height: 1.5 !important; letter-spacing: 0.12em !important; word-spacing: 0.16em !important } p { margin-bottom: 2em !important }';

/** Each text that cannot be read, as the page stands; then, with the spacing of readers, each that is cut off or covered by it. */
export async function unreadable(page: Page): Promise<string[]> {
  const usual = await page.evaluate(textsOutOfPlace);
  await page.evaluate((rules) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(rules);
    document.adoptedStyleSheets.push(sheet);
  }, spacing);
  const spaced = await page.evaluate(textsOutOfPlace);
  await page.evaluate(() => void document.adoptedStyleSheets.pop());
  const lost = spaced.filter((each) => !usual.includes(each));
  return [...usual, ...lost.map((each) => `with spacing: ${each}`)];
}

/** Each thing that the keyboard reaches, and that something else hides wholly while it has the focus. The focus is elsewhere afterwards. */
export const obscured = (page: Page): Promise<string[]> => page.evaluate(hiddenWithFocus);

/** In the page. */
async function hiddenWithFocus(): Promise<string[]> {
  const places = [0.5, 0.05, 0.95];
  const isHidden = (element: Element) => {
    const { left, top, width, height } = element.getBoundingClientRect();
    const isSeenAt = (x: number, y: number) => {
      const over = document.elementFromPoint(left + width * x, top + height * y);
      if (over === null) return false;
      return element.contains(over) || over.contains(element) || over.closest('label')?.contains(element) === true;
    };
    return !places.some((x) => places.some((y) => isSeenAt(x, y)));
  };
  const found: string[] = [];
  const reached = document.body.querySelectorAll<HTMLElement>(
    'a[href], button, input, textarea, select, summary, [tabindex]',
  );
  for (const element of reached) {
    if (element.tabIndex < 0 || !element.checkVisibility()) continue;
    if (element.closest('[inert], .visually-hidden') !== null) continue;
    element.focus();
    // What floats goes out of the way.
    for (let frames = 0; frames < 12 && document.activeElement === element && isHidden(element); frames++)
      await new Promise(requestAnimationFrame);
    if (document.activeElement === element && isHidden(element))
      found.push(
        `hidden with the focus: ${element.tagName.toLowerCase()}.${element.className} "${element.textContent?.trim().slice(0, 40)}"`,
      );
  }
  return found;
}

/** In the page: texts that are cut off, and texts that lie over one another. */
function textsOutOfPlace(): string[] {
  const named = (element: Element) =>
    `${element.tagName.toLowerCase()}.${element.className} "${element.textContent?.trim().slice(0, 40)}"`;
  const hasText = (element: Element) =>
    [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim() !== '');
  const isSeen = (element: Element) =>
    element.closest('[inert], .visually-hidden, [aria-hidden="true"] svg') === null &&
    element.checkVisibility({ opacityProperty: true, visibilityProperty: true }) &&
    element.getBoundingClientRect().width > 2;
  const texts = [...document.body.querySelectorAll('*')].filter((each) => hasText(each) && isSeen(each));

  const isCut = (element: Element) => {
    const { overflowX } = getComputedStyle(element);
    return (overflowX === 'hidden' || overflowX === 'clip') && element.scrollWidth > element.clientWidth + 1;
  };
  const cut = texts.flatMap((text) => {
    const by = [text, text.parentElement].find((each) => each !== null && isCut(each));
    // What is cut ends in dots, and stands whole where the pointer rests.
    if (by == null || (getComputedStyle(by).textOverflow === 'ellipsis' && text.closest('[title]') !== null)) return [];
    return [`cut off: ${named(text)}`];
  });

  /** What of its words is in sight: what scrolls out of its frame is not. */
  const inSight = (text: Element): DOMRect[] => {
    const range = document.createRange();
    const rects = [...text.childNodes].flatMap((node) => {
      if (node.nodeType !== Node.TEXT_NODE) return [];
      range.selectNodeContents(node);
      return [...range.getClientRects()];
    });
    const frames: DOMRect[] = [];
    for (let up: Element | null = text; up !== null; up = up.parentElement)
      if (getComputedStyle(up).overflow !== 'visible') frames.push(up.getBoundingClientRect());
    return rects.flatMap((rect) => {
      const left = Math.max(rect.left, ...frames.map((each) => each.left));
      const right = Math.min(rect.right, ...frames.map((each) => each.right));
      const top = Math.max(rect.top, ...frames.map((each) => each.top));
      const bottom = Math.min(rect.bottom, ...frames.map((each) => each.bottom));
      return right - left > 3 && bottom - top > 6 ? [new DOMRect(left, top, right - left, bottom - top)] : [];
    });
  };
  /** What floats, opens or sticks lies over the rest on purpose. */
  const layerOf = (text: Element): Element | null => {
    for (let up: Element | null = text; up !== null; up = up.parentElement)
      if (['absolute', 'fixed', 'sticky'].includes(getComputedStyle(up).position)) return up;
    return null;
  };
  const seen = texts.map((text) => ({ text, layer: layerOf(text), rects: inSight(text) }));
  const over = seen.flatMap((one, at) =>
    seen
      .slice(at + 1)
      .filter(({ text, layer }) => layer === one.layer && !text.contains(one.text) && !one.text.contains(text))
      .filter(({ rects }) =>
        rects.some((a) =>
          one.rects.some(
            (b) =>
              Math.min(a.right, b.right) - Math.max(a.left, b.left) > 3 &&
              Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top) > 5,
          ),
        ),
      )
      .map(({ text }) => `one over the other: ${named(one.text)} and ${named(text)}`),
  );
  return [...new Set([...cut, ...over])];
}
