// A request as it goes out: a description's template filled in, below the CRM's own address and nowhere else.
import type { Description, RequestTemplate } from './description.ts';
import { columnsOf } from './mapping.ts';
import { fill, fillJson, type Values } from './template.ts';

export interface CrmRequest {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'PUT' | 'DELETE';
  readonly url: string;
  /** Without those of the sign-in. */
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | null;
  readonly pace: string;
}

/** As it reaches the network. */
export type SentRequest = Omit<CrmRequest, 'pace'>;

/** A form, as OAuth wants to be asked for tokens (RFC 6749, 4.1.3 and 4.4.2). */
export const formRequest = (url: string, form: Readonly<Record<string, string>>): SentRequest => ({
  method: 'POST',
  url,
  headers: { accept: 'application/json', 'content-type': 'application/x-www-form-urlencoded' },
  body: new URLSearchParams(form).toString(),
});

/** What an installation has said of its CRM. */
export interface Site {
  /** "https://help.example.test", perhaps with a path, without a slash at the end. */
  readonly address: string;
  readonly settings: Values;
}

export function requestOf(description: Description, site: Site, template: RequestTemplate, values: Values): CrmRequest {
  const all = { ...site.settings, ...columnsOf(description), ...values };
  const query = new URLSearchParams(
    Object.fromEntries(Object.entries(template.query).map(([name, text]) => [name, fill(text, all)])),
  );
  const path = fill(template.path, all, encodeURIComponent);
  return {
    method: template.method,
    url: `${site.address}${path}${query.size > 0 ? `?${query}` : ''}`,
    headers: {
      ...headersOf(description, site, template, all),
      ...(template.body !== undefined && { 'content-type': 'application/json' }),
    },
    body: template.body === undefined ? null : JSON.stringify(fillJson(template.body, all)),
    pace: template.pace,
  };
}

/** The request for an address that an answer gave; null where it leads away from the CRM: our key does not go there. */
export function linkedRequest(
  description: Description,
  site: Site,
  template: RequestTemplate,
  link: string,
): CrmRequest | null {
  const url = URL.parse(link, site.address);
  if (url === null || url.origin !== new URL(site.address).origin || url.username !== '') return null;
  return {
    method: 'GET',
    url: url.href,
    headers: headersOf(description, site, template, site.settings),
    body: null,
    pace: template.pace,
  };
}

function headersOf(description: Description, site: Site, template: RequestTemplate, values: Values) {
  const filled = (headers: Readonly<Record<string, string>>, from: Values) =>
    Object.fromEntries(Object.entries(headers).map(([name, text]) => [name.toLowerCase(), fill(text, from)]));
  return {
    accept: 'application/json',
    ...filled(description.headers, site.settings),
    ...filled(template.headers, values),
  };
}
