// A day of the calendar: typed part by part in the order of the desk's language, whatever the computer's is, or picked from a month.
import { parseDate } from '@internationalized/date';
import { CalendarDays, ChevronLeft, ChevronRight } from 'lucide-react';
import {
  Button,
  Calendar,
  CalendarCell,
  CalendarGrid,
  DatePicker,
  Dialog,
  FieldError,
  Group,
  Heading,
  Label,
  Popover,
} from 'react-aria-components';
import { DateParts } from './DateParts.tsx';

interface DayFieldProps {
  readonly label: string;
  /** "2026-11-24"; null: none yet. */
  readonly day: string | null;
  readonly onChange: (day: string | null) => void;
  readonly onLeave?: () => void;
  readonly autoFocus?: boolean;
  /** What is wrong; null: nothing is. */
  readonly error?: string | null;
  readonly testId: string;
}

export function DayField({ label, day, onChange, onLeave, autoFocus = false, error = null, testId }: DayFieldProps) {
  return (
    <DatePicker
      className="line-field"
      value={day === null ? null : parseDate(day)}
      onChange={(value) => onChange(value === null ? null : value.toString())}
      {...(onLeave === undefined ? {} : { onBlur: onLeave })}
      autoFocus={autoFocus}
      isInvalid={error !== null}
      shouldForceLeadingZeros
      data-testid={testId}
    >
      <Label>{label}</Label>
      <Group className="date-group">
        <DateParts />
        <Button className="picker-open">
          <CalendarDays aria-hidden="true" />
        </Button>
      </Group>
      <FieldError className="visually-hidden">{error}</FieldError>
      <Popover className="popover" placement="bottom start" offset={6}>
        <Dialog className="month">
          <Calendar>
            <header className="month-head">
              <Button slot="previous" className="picker-open">
                <ChevronLeft aria-hidden="true" />
              </Button>
              <Heading />
              <Button slot="next" className="picker-open">
                <ChevronRight aria-hidden="true" />
              </Button>
            </header>
            <CalendarGrid>{(date) => <CalendarCell date={date} className="month-day" />}</CalendarGrid>
          </Calendar>
        </Dialog>
      </Popover>
    </DatePicker>
  );
}
