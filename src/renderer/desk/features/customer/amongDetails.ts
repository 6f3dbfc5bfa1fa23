// From one detail to the next with the arrows, as in a list: what stands between them is the pointer's, or a key's of its own.
import type { KeyboardEvent } from 'react';

export function goAmongDetails(event: KeyboardEvent<HTMLButtonElement>): void {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0;
  if (step === 0) return;
  const here = event.currentTarget;
  const all = [...(here.closest('.details')?.querySelectorAll<HTMLElement>('.editable') ?? [])];
  const next = all[all.indexOf(here) + step];
  if (next === undefined) return;
  event.preventDefault();
  next.focus();
}
