// Who speaks, and for whom: chosen before anything is told, since what may be told goes no further than for them. Names are compared, not
// read out; kept are the kind and the level.
import { maskedWords } from '#shared/model/identifying';
import type { InteractionId } from '#shared/model/ids';
import type { IdentificationList } from '#shared/model/lists/identification';
import { type SpeakerChoice, speakerChoices } from '#shared/model/speaker';
import { speakerOf } from '../../store/identity.ts';
import { knownCustomer, newestCard } from '../../store/selectors.ts';
import { useDesk, useDeskState, useIntents } from '../../store/useDesk.ts';
import { useCustomerLanguage } from '../../store/useLists.ts';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { SaidText } from '../../ui/Said.tsx';
import { fullDay, localDay } from '../../ui/time.ts';
import { useWords } from '../../ui/words.tsx';

const holder: SpeakerChoice = { speaker: { kind: 'holder', upTo: 'strong' }, delegation: null };

const idOf = ({ speaker, delegation }: SpeakerChoice): string =>
  [speaker.kind, speaker.upTo, delegation?.name ?? ''].join(' ');

export function Speaking({ id, rules }: { readonly id: InteractionId; readonly rules: IdentificationList }) {
  const { t, language } = useWords();
  const { now } = useDesk();
  const { edit } = useIntents();
  const spoken = useCustomerLanguage(id);
  const speaker = useDeskState((state) => speakerOf(state, id));
  const delegations = useDeskState((state) => {
    const known = knownCustomer(state, id);
    return known.by === 'nobody' ? null : (newestCard(state, known.customerId)?.customer.delegations ?? null);
  });
  if (rules.speakers.length === 0 || delegations === null) return null;
  const today = localDay(new Date(now()).toISOString());
  const choices = [holder, ...speakerChoices(rules.speakers, delegations, today)];
  const chosen =
    choices.find((each) => each.speaker.kind === speaker?.kind && each.speaker.upTo === speaker.upTo) ?? holder;
  const rule = rules.speakers.find(({ kind }) => kind === chosen.speaker.kind);

  function named({ speaker: { kind, upTo }, delegation }: SpeakerChoice): string {
    const name = rules.speakers.find((each) => each.kind === kind)?.name[language] ?? t(`speaker.kinds.${kind}`);
    if (delegation === null) {
      const isOnFile = rules.speakers.some((each) => each.kind === kind && each.upTo === 'file');
      return isOnFile ? `${name} · ${t('speaker.notOnFile')}` : name;
    }
    const until =
      delegation.until === null ? [] : [t('delegations.untilDay', { day: fullDay(delegation.until, language) })];
    return [name, maskedWords(delegation.name), t(`identification.levels.${upTo}`), ...until].join(' · ');
  }
  return (
    <div className="speaking" data-testid="speaking" data-speaker={chosen.speaker.kind}>
      <Dropdown
        label={t('speaker.title')}
        options={choices.map((choice) => ({ id: idOf(choice), name: named(choice) }))}
        chosen={idOf(chosen)}
        onChoose={(picked) =>
          edit(id, { speaker: choices.find((choice) => idOf(choice) === picked)?.speaker ?? holder.speaker })
        }
        testId="speaker"
      />
      {chosen === holder ? null : (
        <>
          {rule?.ask === undefined ? null : <SaidText language={spoken} text={rule.ask} />}
          <p className="sub" role="status" data-testid="speaker-told">
            {t('speaker.told', { what: t(`identification.allows.${chosen.speaker.upTo}`) })}
          </p>
        </>
      )}
    </div>
  );
}
