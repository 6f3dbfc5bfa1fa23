// When a page of a browser has come to rest.

/** In the page: resolves when nothing has changed for so many frames; the usual are more than anything in the desk takes to appear. */
export function quiet(enough = 12): Promise<void> {
  return new Promise((resolve) => {
    let frames = 0;
    const observer = new MutationObserver(() => {
      frames = 0;
    });
    observer.observe(document, { subtree: true, childList: true, attributes: true, characterData: true });
    requestAnimationFrame(function next() {
      frames += 1;
      if (frames < enough) requestAnimationFrame(next);
      else {
        observer.disconnect();
        resolve();
      }
    });
  });
}
