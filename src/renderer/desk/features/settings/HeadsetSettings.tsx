// Whose buttons count, whether they are heard, and a line that tells which one has just been pressed.
import type { Headset, HeadsetChoice } from '#shared/contract/headset';
import { useIntents } from '../../store/useDesk.ts';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { Notice } from '../../ui/Notice.tsx';
import { SectionTitle } from '../../ui/SectionTitle.tsx';
import { useWords } from '../../ui/words.tsx';

export function HeadsetSettings({ headset }: { readonly headset: Headset }) {
  const { t } = useWords();
  const { chooseHeadset } = useIntents();
  const { choice, found } = headset;
  const isAway = choice.kind === 'model' && !found.some(({ model }) => model === choice.model);
  const models = isAway ? [...found, choice] : found;
  const choices = new Map<string, HeadsetChoice>([
    ['automatic', { kind: 'automatic' }],
    ...models.map(({ model, name }) => [model, { kind: 'model', model, name }] as const),
    ['none', { kind: 'none' }],
  ]);
  const nameOf = (each: HeadsetChoice): string => {
    if (each.kind === 'model') return each.name;
    return t(each.kind === 'automatic' ? 'settings.headsetAutomatic' : 'settings.headsetOff');
  };
  return (
    <section className="section settings-section">
      <SectionTitle right={t('settings.stays')}>{t('settings.headset')}</SectionTitle>
      <p className="sub">{t('settings.headsetAbout')}</p>
      <Dropdown
        label={t('settings.headsetChoice')}
        options={[...choices].map(([id, each]) => ({ id, name: nameOf(each) }))}
        chosen={choice.kind === 'model' ? choice.model : choice.kind}
        onChoose={(id) => {
          const next = choices.get(id);
          if (next !== undefined) void chooseHeadset(next);
        }}
        testId="headset-choice"
      />
      <Buttons headset={headset} />
    </section>
  );
}

function Buttons({ headset: { buttons, choice } }: { readonly headset: Headset }) {
  const { t } = useWords();
  if (buttons.kind === 'failed')
    return (
      <Notice
        tone="hold"
        title={t(`failures.${buttons.failure.code}.what`)}
        body={t(`failures.${buttons.failure.code}.todo`)}
        small={buttons.name}
      />
    );
  const lastPress = buttons.kind === 'ready' ? buttons.lastPress : null;
  return (
    <p className="sub" role="status" data-testid="headset-state">
      {/* A new element for each press, or the second press of one button would not be seen. */}
      <span key={lastPress?.at} className={lastPress === null ? undefined : 'settings-press'}>
        {sentence()}
      </span>
    </p>
  );

  function sentence(): string {
    switch (buttons.kind) {
      case 'absent':
        return t('settings.headsetAbsent', { name: buttons.name });
      case 'opening':
        return t('settings.headsetOpening', { name: buttons.name });
      case 'ready': {
        const { name, lastPress } = buttons;
        if (lastPress === null) return t('settings.headsetReady', { name });
        return t('settings.headsetPressed', { name, button: t(`settings.headsetButtons.${lastPress.button}`) });
      }
      default:
        return t(choice.kind === 'none' ? 'settings.headsetUnused' : 'settings.headsetNone');
    }
  }
}
