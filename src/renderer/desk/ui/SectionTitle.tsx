// The title of a small section, with something faint at its right.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface SectionTitleProps {
  readonly icon?: LucideIcon;
  readonly right?: ReactNode;
  readonly id?: string;
  readonly children: ReactNode;
}

export function SectionTitle({ icon: Icon, right, id, children }: SectionTitleProps) {
  return (
    <h2 className="section-title" id={id}>
      {Icon === undefined ? null : <Icon aria-hidden="true" />}
      {children}
      {right === undefined ? null : <span className="right num">{right}</span>}
    </h2>
  );
}
