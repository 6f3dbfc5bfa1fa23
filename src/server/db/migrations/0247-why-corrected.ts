// Why a customer was corrected, where whoever did it had to say so: rectification (GDPR art. 16) is accounted for.
export const whyCorrected = {
  number: 247,
  name: 'why-corrected',
  statements: ['alter table field_changes add column why text'],
} as const;
