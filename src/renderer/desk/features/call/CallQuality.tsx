// How the call sounds: a quiet sign in the bar, that speaks up only when it is poor. Pressed, it says why and by how much.
import { Button, Dialog, DialogTrigger, Popover, VisuallyHidden } from 'react-aria-components';
import type { Quality } from '#shared/model/callQuality';
import type { CallId } from '#shared/model/ids';
import { useDeskState } from '../../store/useDesk.ts';
import { Bars } from '../../ui/Bars.tsx';
import { useWords } from '../../ui/words.tsx';

const bars = { good: 3, fair: 2, poor: 1 } as const;

function Why({ quality }: { readonly quality: Quality }) {
  const { t, language } = useWords();
  const why = quality.fault ?? 'nothing';
  const decimal = new Intl.NumberFormat(language, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  const figures = [
    ['score', t('quality.scoreOf', { mos: decimal.format(quality.mos) })],
    ['loss', `${decimal.format(quality.lossPercent)} %`],
    ['delay', `${Math.round(quality.delayMs)} ms`],
    ['jitter', `${Math.round(quality.jitterMs)} ms`],
  ] as const;
  return (
    <div className="quality-why">
      <strong>{t(`quality.why.${why}.what`)}</strong>
      <p>{t(`quality.why.${why}.todo`)}</p>
      <dl className="quality-figures num">
        {figures.map(([name, value]) => (
          <div key={name}>
            <dt>{t(`quality.${name}`)}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <p className="faint">{t('quality.estimate')}</p>
    </div>
  );
}

interface QualityProps {
  readonly callId: CallId;
}

function useQuality(callId: CallId) {
  const { t } = useWords();
  const quality = useDeskState((state) => state.phone?.quality[callId] ?? null);
  const name =
    quality === null ? '' : t(quality.fault === 'microphone' ? 'quality.unheard' : `quality.${quality.verdict}`);
  return { quality, name };
}

function Announced({ quality, name }: ReturnType<typeof useQuality>) {
  const { t } = useWords();
  return (
    <VisuallyHidden>
      <div role="status" data-testid="announce-quality">
        {quality?.verdict === 'poor' ? `${name}. ${t(`quality.why.${quality.fault ?? 'nothing'}.what`)}` : ''}
      </div>
    </VisuallyHidden>
  );
}

/** Where there is no room to say why: the sign, its name, and what is told when it turns poor. */
export function CallQualitySign({ callId }: QualityProps) {
  const { quality, name } = useQuality(callId);
  return (
    <>
      <Announced quality={quality} name={name} />
      {quality === null ? null : (
        <span className={`call-quality ${quality.verdict}`} role="img" aria-label={name} title={name}>
          <Bars full={bars[quality.verdict]} />
        </span>
      )}
    </>
  );
}

export function CallQuality({ callId }: QualityProps) {
  const { quality, name } = useQuality(callId);
  const isPoor = quality?.verdict === 'poor';
  return (
    <>
      <Announced quality={quality} name={name} />
      {quality === null ? null : (
        <DialogTrigger>
          <Button
            className={`call-quality ${quality.verdict}`}
            aria-label={name}
            render={(button) => <button {...button} title={name} />}
            data-testid="call-quality"
            data-verdict={quality.verdict}
          >
            <Bars full={bars[quality.verdict]} />
            {/* The name is the button's label; standing in it a second time, it would name the popover's frame too. */}
            {isPoor ? <span className="call-quality-word" data-word={name} /> : null}
          </Button>
          <Popover className="popover" placement="bottom start" offset={10} isNonModal>
            <Dialog className="quality-dialog" aria-label={name}>
              <Why quality={quality} />
            </Dialog>
          </Popover>
        </DialogTrigger>
      )}
    </>
  );
}
