// OAuth's client credentials as Microsoft and Salesforce give them: a token for a secret, good for a while.
import type { CrmClock } from './people.ts';
import type { Asked, Reply } from './standIn.ts';

export class Bearers {
  private readonly clock: CrmClock;
  private readonly good = new Map<string, number>();
  private readonly form: Readonly<Record<string, string>>;
  private count = 0;

  constructor(clock: CrmClock, form: Readonly<Record<string, string>>) {
    this.clock = clock;
    this.form = form;
  }

  give({ text }: Asked, saysHowLong: boolean): Reply {
    const said = new URLSearchParams(text);
    if (Object.entries(this.form).some(([name, value]) => said.get(name) !== value)) {
      return { status: 400, body: { error: 'invalid_client' } };
    }
    this.count += 1;
    const token = `token-${this.count}`;
    this.good.set(token, this.clock.now + 3_600_000);
    return {
      status: 200,
      body: { access_token: token, token_type: 'Bearer', ...(saysHowLong && { expires_in: 3_600 }) },
    };
  }

  isGood({ headers }: Asked): boolean {
    return (this.good.get((headers.authorization ?? '').replace('Bearer ', '')) ?? 0) > this.clock.now;
  }

  forget(): void {
    this.good.clear();
  }
}
