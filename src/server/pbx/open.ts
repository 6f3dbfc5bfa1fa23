// The bridge that the options name; it looks for the PBX once it is started.
import type { FastifyBaseLogger } from 'fastify';
import type { Clock } from '../deps.ts';
import type { BridgeOption } from '../options.ts';
import { createAsteriskBridge } from './asterisk.ts';
import type { PbxBridge } from './bridge.ts';
import { createSimulatorBridge } from './simulator.ts';

export function openBridge(option: BridgeOption, logger: FastifyBaseLogger, now: Clock): PbxBridge | null {
  const common = { now, log: (line: string) => logger.info(line) };
  if (option.kind === 'none') return null;
  if (option.kind === 'simulator') return createSimulatorBridge({ ...common, controlUrl: option.controlUrl });
  return createAsteriskBridge({ ...common, ...option });
}
