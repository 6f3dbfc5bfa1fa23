import { describe, expect, it } from 'vitest';
import { microphoneFailure } from './microphone.ts';

const named = (name: string) => Object.assign(new Error('whatever the browser says'), { name });

describe('a microphone that cannot be had', () => {
  it.each([
    ['NotFoundError', 'microphone.missing'],
    ['OverconstrainedError', 'microphone.missing'],
    ['NotAllowedError', 'microphone.refused'],
    ['SecurityError', 'microphone.refused'],
    ['NotReadableError', 'microphone.busy'],
    ['AbortError', 'microphone.busy'],
  ])('by %s is %s', (name, code) => {
    expect(microphoneFailure(named(name)).failure).toMatchObject({ code, origin: 'device' });
  });
});
