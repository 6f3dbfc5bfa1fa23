// What is being written in a form that a call may close: it is there again when the form is.
import { useDeskState, useIntents } from './useDesk.ts';

/** `blank`: as it is before anything is written. */
export function useHalfForm<Form extends Readonly<Record<string, string>>>(key: string, blank: Form) {
  const { writeForm } = useIntents();
  const kept = useDeskState((state) => state.halfForms[key]);
  const form: Form = { ...blank, ...kept };
  return {
    form,
    write: (change: Partial<Form>) => writeForm(key, { ...form, ...change }),
    /** Done, or given up. */
    forget: () => writeForm(key, null),
  };
}
