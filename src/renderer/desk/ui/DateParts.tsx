// The parts of a day or a time, each typed or counted up and down for itself. Enter sends the form, as it does from every other field.
import type { KeyboardEvent } from 'react';
import { DateInput, DateSegment } from 'react-aria-components';

/** The parts are no inputs, which alone send a form of themselves. */
function sendFormOnEnter(event: KeyboardEvent<HTMLElement>): void {
  if (event.key === 'Enter') event.currentTarget.closest('form')?.requestSubmit();
}

export function DateParts() {
  return (
    <DateInput className="date-input num" render={(props) => <div {...props} onKeyDownCapture={sendFormOnEnter} />}>
      {(segment) => <DateSegment segment={segment} />}
    </DateInput>
  );
}
