import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { voiceMessagesSchema } from '#shared/model/voiceMessages';
import { messageSummaryType, readMessageSummary } from './messageSummary.ts';

const read = (...lines: string[]) => readMessageSummary(messageSummaryType, `${lines.join('\r\n')}\r\n`);

describe('a message summary', () => {
  it('says how many voice messages are new', () => {
    const account = 'Message-Account: sip:1001@pbx.example';
    expect(read('Messages-Waiting: yes', account, 'Voice-Message: 2/8 (0/2)')).toEqual({ kind: 'counted', fresh: 2 });
    expect(read('messages-waiting:no', 'voice-message: 0/3')).toEqual({ kind: 'counted', fresh: 0 });
  });

  it('that counts none says only whether there are some', () => {
    expect(read('Messages-Waiting: yes')).toEqual({ kind: 'some' });
    expect(read('Messages-Waiting: no')).toEqual({ kind: 'counted', fresh: 0 });
  });

  it('of other kinds of messages means no voice message', () => {
    expect(read('Messages-Waiting: yes', 'Fax-Message: 3/0', 'Voice-Message: 0/1')).toEqual({
      kind: 'counted',
      fresh: 0,
    });
  });

  it.each([
    ['is empty', ''],
    ['does not say whether messages wait', 'Voice-Message: 2/0'],
    ['says something else than yes or no', 'Messages-Waiting: perhaps\r\nVoice-Message: 2/0'],
    ['counts without numbers', 'Messages-Waiting: yes\r\nVoice-Message: two'],
    ['counts below nothing', 'Messages-Waiting: yes\r\nVoice-Message: -2/0'],
    ['counts beyond measure', 'Messages-Waiting: yes\r\nVoice-Message: 99999999/0'],
    ['never ends', `Messages-Waiting: yes\r\n${'Fax-Message: 1/1\r\n'.repeat(1_000)}`],
  ])('that %s makes no sense', (_, body) => {
    expect(readMessageSummary(messageSummaryType, body)).toBeNull();
  });

  it('of another type is none', () => {
    expect(readMessageSummary('text/plain', 'Messages-Waiting: yes\r\n')).toBeNull();
    expect(
      readMessageSummary('Application/Simple-Message-Summary; charset=utf-8', 'Messages-Waiting: yes\r\n'),
    ).toEqual({ kind: 'some' });
  });

  it('is read or refused, whatever it is', () => {
    const line = fc.oneof(
      fc.string(),
      fc.constantFrom('Messages-Waiting: yes', 'Messages-Waiting: no', 'Voice-Message: 1/0 (0/0)', 'Voice-Message: /'),
    );
    fc.assert(
      fc.property(fc.array(line), fc.constantFrom('\r\n', '\n', '\r'), (lines, end) => {
        const said = readMessageSummary(messageSummaryType, lines.join(end));
        if (said !== null) voiceMessagesSchema.parse(said);
      }),
    );
  });
});
