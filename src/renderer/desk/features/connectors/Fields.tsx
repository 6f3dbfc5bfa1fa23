// From which field of a CRM each of ours comes: written as the CRM calls them, tried on its first rows, then kept.
import { useState } from 'react';
import type { ConnectorTrial, ConnectorView } from '#shared/protocol/connectors';
import { useIntents } from '../../store/useDesk.ts';
import { Button } from '../../ui/Button.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';
import { isMany, type Mapping, mappingOf, slotNames, slotsOf, type Wrong, writtenAs } from './slots.ts';

interface FieldsProps {
  readonly connector: ConnectorView;
  /** As shipped. */
  readonly usual: Mapping;
  readonly onTried: (trial: ConnectorTrial | null) => void;
  readonly onKept: () => void;
  readonly onLeave: () => void;
}

export function Fields({ connector: { id, mapping }, usual, onTried, onKept, onLeave }: FieldsProps) {
  const { t } = useWords();
  const { tryConnector, mapConnector } = useIntents();
  const [slots, setSlots] = useState(slotsOf(mapping ?? usual));
  const [offers, setOffers] = useState<readonly string[]>([]);
  const [busy, setBusy] = useState<'nothing' | 'trying' | 'keeping'>('nothing');
  const [wrong, setWrong] = useState<Wrong | null>(null);
  const [refused, setRefused] = useState<string | null>(null);
  const usualSlots = slotsOf(usual);

  /** Null, and said, where it cannot be. */
  function written(): Mapping | null {
    const read = mappingOf(slots, mapping ?? usual);
    setRefused(null);
    setWrong('wrong' in read ? read : null);
    return 'wrong' in read ? null : read;
  }
  async function tryIt() {
    const read = written();
    if (read === null) return;
    setBusy('trying');
    const trial = await tryConnector(id, read);
    setBusy('nothing');
    setOffers(trial?.offers.map((pointer) => pointer.slice(1)) ?? []);
    onTried(trial);
  }
  async function keep(kept: Mapping | null) {
    setBusy('keeping');
    const answer = await mapConnector(id, kept);
    setBusy('nothing');
    if (answer === null) return;
    if ('wrong' in answer) setRefused(writtenAs(answer.wrong));
    else onKept();
  }

  return (
    <div className="form" data-testid="connector-mapping">
      <p className="sub">{t('connectors.mapping.about')}</p>
      <datalist id="connector-offers">
        {offers.map((pointer) => (
          <option key={pointer} value={pointer} />
        ))}
      </datalist>
      <div className="form-pair">
        {slotNames.map((slot) => (
          <TextInput
            key={slot}
            label={t(`connectors.mapping.slots.${slot}`)}
            value={slots[slot]}
            onChange={(value) => setSlots({ ...slots, [slot]: value })}
            hint={
              slots[slot] === usualSlots[slot] ? '' : t('connectors.mapping.usual', { field: usualSlots[slot] || '–' })
            }
            error={wrong?.wrong === slot ? t(`connectors.mapping.wrong.${wrong.why}`) : null}
            suggestions={isMany(slot) || slot === 'companyIs' ? undefined : 'connector-offers'}
            testId={`slot-${slot}`}
          />
        ))}
      </div>
      {offers.length === 0 ? null : (
        <details>
          <summary>{t('connectors.mapping.offers', { count: offers.length })}</summary>
          <p className="sub num">{offers.join(' · ')}</p>
        </details>
      )}
      {refused === null ? null : (
        <p className="error" role="status" data-testid="mapping-refused">
          {refused === '' ? t('connectors.mapping.notGiven') : t('connectors.mapping.unknown', { field: refused })}
        </p>
      )}
      <p className="sub">{t('connectors.mapping.anew')}</p>
      <div className="form-actions">
        <Button
          busy={busy === 'trying'}
          disabled={busy !== 'nothing'}
          onClick={() => void tryIt()}
          data-testid="try-mapping"
        >
          {t('connectors.mapping.try')}
        </Button>
        <Button
          look="primary"
          busy={busy === 'keeping'}
          disabled={busy !== 'nothing'}
          onClick={() => {
            const read = written();
            if (read !== null) void keep(read);
          }}
          data-testid="keep-mapping"
        >
          {t('connectors.mapping.keep')}
        </Button>
        {mapping === null ? null : (
          <Button disabled={busy !== 'nothing'} onClick={() => void keep(null)} data-testid="usual-mapping">
            {t('connectors.mapping.asShipped')}
          </Button>
        )}
        <Button look="ghost" onClick={onLeave}>
          {t('actions.cancel')}
        </Button>
      </div>
    </div>
  );
}
