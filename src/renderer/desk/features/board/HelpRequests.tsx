// Agents who ask for help in a call: what about, since when, and how the lead can come in.
import { LifeBuoy } from 'lucide-react';
import type { Help } from '#shared/protocol/help';
import { workstationOf } from '../../store/selectors.ts';
import { useDeskState, useIntents, useNow } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { Tag } from '../../ui/Tag.tsx';
import { since, wait } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

const noHelp: readonly Help[] = [];
const noCodes = { whisper: null, barge: null };
const manners = ['whisper', 'barge'] as const;

export function HelpRequests() {
  const { t } = useWords();
  const { comeIn, takeOverCall, endHelp } = useIntents();
  const codes = useDeskState((state) => workstationOf(state)?.helpCodes ?? noCodes);
  const now = useNow();
  const current = useDeskState((state) => state.data?.boards.current ?? false);
  const help = useDeskState((state) => state.data?.boards.help?.help ?? noHelp);
  const standing = help.filter(({ state }) => state.kind === 'open' || state.kind === 'answered');
  return (
    <section className="section">
      <SectionTitle right={standing.length}>{t('board.help')}</SectionTitle>
      {standing.length === 0 ? <p className="sub faint">{t('board.noHelp')}</p> : null}
      <ul>
        {standing.map((request) => {
          const { interactionId, agent, extension, words, askedAt, state } = request;
          return (
            <li key={interactionId} className="item" data-testid="help-request">
              <LifeBuoy aria-hidden="true" />
              <strong>{t('board.helpFrom', { name: agent.name, extension })}</strong>
              <span className="item-when num">{wait(since(askedAt, now))}</span>
              <p>{words === '' ? t('board.helpWithoutWords') : words}</p>
              <div className="item-actions">
                {state.kind === 'answered' ? (
                  <Tag tone="live">{t('board.helpAnswered', { name: state.by.name })}</Tag>
                ) : null}
                {manners.map((manner) =>
                  codes[manner] === null ? null : (
                    <Button
                      key={manner}
                      size="small"
                      disabled={!current}
                      onClick={() => void comeIn(request, manner)}
                      data-testid={`help-${manner}`}
                    >
                      {t(`board.comeIn.${manner}`)}
                    </Button>
                  ),
                )}
                <Button
                  size="small"
                  disabled={!current}
                  onClick={() => void takeOverCall(interactionId)}
                  data-testid="take-over"
                >
                  {t('board.takeOver')}
                </Button>
                <Button
                  look="ghost"
                  size="small"
                  disabled={!current}
                  onClick={() => void endHelp(interactionId)}
                  data-testid="end-help"
                >
                  {t('board.helpOver')}
                </Button>
              </div>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
