// The phases of a call, in order: a thread for the agent, never a fence.

export const phases = ['welcome', 'identify', 'listen', 'support', 'propose', 'recap', 'farewell'] as const;
export type Phase = (typeof phases)[number];
