// That a letter was sent: on which way, on which day, under which reference; an answer says besides how it decides, and why it came to the complaint.
import { verdictSchema } from '#shared/model/caseFile';
import { type Letter, type LetterSending, letterChannelSchema } from '#shared/protocol/letters';
import { useHalfForm } from '../../store/useHalfForm.ts';
import { useLists } from '../../store/useLists.ts';
import { Button } from '../../ui/Button.tsx';
import { DayField } from '../../ui/DayField.tsx';
import { Dropdown } from '../../ui/Dropdown.tsx';
import { Segments } from '../../ui/Segments.tsx';
import { TextInput } from '../../ui/TextInput.tsx';
import { useWords } from '../../ui/words.tsx';

export type Sending = Omit<LetterSending, 'actId' | 'at'>;

interface RecordingProps {
  readonly letter: Letter;
  readonly busy: boolean;
  readonly isHeld: boolean;
  readonly onRecord: (sending: Sending) => void;
  readonly onLeave: () => void;
}

export const halfRecordingOf = (letterId: string) => `recording ${letterId}`;

export function Recording({ letter, busy, isHeld, onRecord, onLeave }: RecordingProps) {
  const { t, language } = useWords();
  const causes = (useLists(null).rootCauses ?? []).filter(({ active }) => active);
  const { form, write } = useHalfForm(halfRecordingOf(letter.id), {
    ...{ channel: 'email', day: letter.today as string, how: '', verdict: 'upheld', rootCause: causes[0]?.code ?? '' },
  });
  const { how, rootCause } = form;
  const channel = letterChannelSchema.parse(form.channel);
  const verdict = verdictSchema.parse(form.verdict);
  const day = form.day === '' ? null : form.day;
  const isAnswer = letter.kind === 'answer';
  const isAhead = day !== null && day > letter.today;
  return (
    <form
      className="letter-form"
      data-testid="recording"
      onSubmit={(event) => {
        event.preventDefault();
        if (day === null || isAhead || isHeld) return;
        onRecord({ channel, day, how: how.trim(), answer: isAnswer ? { verdict, rootCause } : null });
      }}
    >
      <Dropdown
        label={t('letters.channel')}
        options={letterChannelSchema.options.map((id) => ({ id, name: t(`letters.channels.${id}`) }))}
        chosen={channel}
        onChoose={(id) => write({ channel: id })}
        testId="letter-channel"
      />
      <DayField label={t('letters.day')} day={day} onChange={(to) => write({ day: to ?? '' })} testId="letter-day" />
      {isAhead ? (
        <p className="error" role="alert">
          {t('letters.notYet')}
        </p>
      ) : null}
      <TextInput label={t('letters.how')} value={how} onChange={(text) => write({ how: text })} testId="letter-how" />
      {isAnswer ? (
        <>
          <Segments
            label={t('letters.verdict')}
            options={verdictSchema.options.map((id) => ({ id, name: t(`letters.verdicts.${id}`) }))}
            chosen={verdict}
            onChoose={(id) => write({ verdict: id })}
            testId="letter-verdict"
          />
          <Dropdown
            label={t('letters.rootCause')}
            options={causes.map(({ code, name }) => ({ id: code, name: name[language] }))}
            chosen={rootCause}
            onChoose={(code) => write({ rootCause: code })}
            testId="letter-cause"
          />
        </>
      ) : null}
      <div className="letter-buttons">
        <Button
          type="submit"
          look="primary"
          busy={busy}
          disabled={isHeld || day === null || isAhead || (isAnswer && rootCause === '')}
          data-testid="record-now"
        >
          {t('letters.recordNow')}
        </Button>
        <Button look="ghost" chord="Esc" onClick={onLeave}>
          {t('letters.leave')}
        </Button>
      </div>
    </form>
  );
}
