// A small word in a capsule: what kind of thing this is.
import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';

interface TagProps {
  readonly tone?: 'plain' | 'live' | 'hold' | 'stop' | 'note';
  readonly size?: 'medium' | 'big';
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

export function Tag({ tone = 'plain', size = 'medium', icon: Icon, children }: TagProps) {
  return (
    <span className={`tag ${tone} ${size}`}>
      {Icon === undefined ? null : <Icon aria-hidden="true" />}
      <span className="tag-words">{children}</span>
    </span>
  );
}
