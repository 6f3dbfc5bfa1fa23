// The address of a service as people write it: "servizio.azienda.it", "localhost:8080", with or without "https://".

const local = /^(localhost|127\.|\[::1\])/;

/** The whole address without a trailing slash, or null when it cannot be one. */
export function readAddress(typed: string): string | null {
  const trimmed = typed.trim();
  const whole = /^https?:\/\//i.test(trimmed) ? trimmed : `${local.test(trimmed) ? 'http' : 'https'}://${trimmed}`;
  if (trimmed === '' || /\s/.test(trimmed) || !URL.canParse(whole)) return null;
  const url = new URL(whole);
  const named = url.hostname.includes('.') || local.test(url.hostname);
  return named && url.username === '' ? `${url.origin}${url.pathname}`.replace(/\/+$/, '') : null;
}
