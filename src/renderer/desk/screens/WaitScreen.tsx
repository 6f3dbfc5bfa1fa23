// No call, no wrap-up: the calm between two customers.
import { Readings } from '../features/wait/Readings.tsx';
import { Waiting } from '../features/wait/Waiting.tsx';

export function WaitScreen() {
  return (
    <div className="two-columns">
      <div className="column roomy" data-region="">
        <Waiting />
      </div>
      <aside className="column tint roomy-aside" data-region="">
        <Readings />
      </aside>
    </div>
  );
}
