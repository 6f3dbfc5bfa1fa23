// What back offices have to do for a case: open ones first, each with who may say that it is done, or that it is not needed any more.
import type { ActOnCase } from '#shared/contract/cases';
import { FRONT_LINE, type ToldFile } from '#shared/model/caseFile';
import { CommandButton } from '../../commands/CommandButton.tsx';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState } from '../../store/useDesk.ts';
import { useLists } from '../../store/useLists.ts';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { fullDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

interface CaseTasksProps {
  readonly file: ToldFile;
  readonly possible: readonly ActOnCase[];
  readonly onBegin: (kind: ActOnCase, taskId: string) => void;
}

const noOffices: readonly string[] = [];

export function CaseTasks({ file: { tasks }, possible, onBegin }: CaseTasksProps) {
  const { t, language } = useWords();
  const { backOffices = [] } = useLists(null);
  const mine = useDeskState((state) => workstationOf(state)?.offices) ?? noOffices;
  if (tasks.length === 0) return null;
  const open = tasks.filter(({ end }) => end.state === 'open');
  const isOurs = (office: string) => office === FRONT_LINE || mine.includes(office);
  const nameOf = (office: string) => backOffices.find(({ code }) => code === office)?.name[language] ?? office;
  return (
    <section>
      <SectionTitle right={open.length}>{t('cases.tasks')}</SectionTitle>
      <ul className="case-log" data-testid="case-tasks">
        {[...open, ...tasks.filter(({ end }) => end.state !== 'open')].map(({ id, what, backOffice, day, end }) => (
          <li key={id}>
            <span className="sub">{t(`cases.taskStates.${end.state}`)}</span>
            <div>
              <p>{what}</p>
              <p className="sub">
                {nameOf(backOffice)}
                {day === null ? '' : ` · ${t('cases.taskBy', { day: fullDay(day, language) })}`}
                {end.state === 'done' && end.result !== '' ? ` · ${end.result}` : ''}
                {end.state === 'dropped' && end.why !== '' ? ` · ${end.why}` : ''}
              </p>
              {end.state === 'open' ? (
                <p className="case-facts">
                  {possible.includes('doTask') && isOurs(backOffice) ? (
                    <CommandButton
                      does="doTask"
                      isOneOfSeveral={open.filter((each) => isOurs(each.backOffice)).length > 1}
                      size="small"
                      onClick={() => onBegin('doTask', id)}
                      data-testid="do-task"
                    >
                      {t('cases.verbs.doTask')}
                    </CommandButton>
                  ) : null}
                  {possible.includes('dropTask') ? (
                    <CommandButton
                      does="dropTask"
                      isOneOfSeveral={open.length > 1}
                      look="ghost"
                      size="small"
                      onClick={() => onBegin('dropTask', id)}
                      data-testid="drop-task"
                    >
                      {t('cases.verbs.dropTask')}
                    </CommandButton>
                  ) : null}
                </p>
              ) : null}
            </div>
          </li>
        ))}
      </ul>
    </section>
  );
}
