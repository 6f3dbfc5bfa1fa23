// The call bar's bridge to main: its ports, nothing else.
import { exposePorts } from './bridge.ts';

exposePorts();
