// What a command is called, in the language that `t` speaks.
import type { TFunction } from 'i18next';
import type { CaseStep, CommandId } from './table.ts';

const caseSign = 'case.';
const isOfCase = (id: CommandId): id is `case.${CaseStep}` => id.startsWith(caseSign);

export const commandName = (t: TFunction, id: CommandId): string =>
  isOfCase(id)
    ? t('palette.caseStep', { what: t(`cases.verbs.${id.slice(caseSign.length) as CaseStep}`) })
    : t(`commands.${id}`);
