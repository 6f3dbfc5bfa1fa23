// Which CRM a connector reads, whatever it is called here and however it signs in: ids mean the same people wherever this is the same.
import type { Description } from './description.ts';
import type { Site } from './request.ts';

export function placeOf({ kind, settings }: Description, site: Site): string {
  const { host, pathname } = new URL(site.address);
  const which = Object.keys(settings).filter((name) => settings[name]?.place === true);
  const parts = [
    kind,
    `${host}${pathname.replace(/\/+$/, '')}`,
    ...which.map((name) => String(site.settings[name] ?? '')),
  ];
  return parts.join(' ').toLowerCase();
}
