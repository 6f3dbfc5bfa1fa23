// A page of one thing that was chosen from others: back to them, by Esc too, and the thing once it is read, or that it cannot be had now.
import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from './Button.tsx';
import { useKey } from './keys.ts';

interface OnePageProps<Thing> {
  readonly className: string;
  readonly testId: string;
  readonly onBack: () => void;
  readonly back: { readonly name: string; readonly testId: string };
  /** Undefined: not read yet; null: it cannot be had now. */
  readonly thing: Thing | null | undefined;
  /** Said where it cannot be had. */
  readonly gone: string;
  readonly children: (thing: Thing) => ReactNode;
}

export function OnePage<Thing>({ className, testId, onBack, back, thing, gone, children }: OnePageProps<Thing>) {
  useKey('Esc', onBack);
  return (
    <section className={`page ${className}`} data-testid={testId}>
      <div>
        <Button look="ghost" size="small" icon={ArrowLeft} chord="Esc" onClick={onBack} data-testid={back.testId}>
          {back.name}
        </Button>
      </div>
      {thing === undefined ? null : thing === null ? (
        <p className="sub" role="status">
          {gone}
        </p>
      ) : (
        children(thing)
      )}
    </section>
  );
}
