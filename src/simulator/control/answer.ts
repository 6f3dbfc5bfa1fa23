// What the control endpoint answers.

export interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export const refused = (status: number, error: string): Answer => ({ status, body: { error } });
