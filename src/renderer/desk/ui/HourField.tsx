// A time of day, "15:45", on the clock of 24 hours in both languages.
import { parseTime } from '@internationalized/date';
import { Label, TimeField } from 'react-aria-components';
import { DateParts } from './DateParts.tsx';

interface HourFieldProps {
  readonly label: string;
  /** "15:45"; null: none yet. */
  readonly time: string | null;
  readonly onChange: (time: string | null) => void;
  readonly testId: string;
}

export function HourField({ label, time, onChange, testId }: HourFieldProps) {
  return (
    <TimeField
      className="line-field"
      value={time === null ? null : parseTime(time)}
      onChange={(value) => onChange(value === null ? null : value.toString().slice(0, 5))}
      hourCycle={24}
      shouldForceLeadingZeros
      data-testid={testId}
    >
      <Label>{label}</Label>
      <DateParts />
    </TimeField>
  );
}
