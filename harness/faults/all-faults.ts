/** @module Every fault: of the model, and of our own logonse. */
import type { Fault } from '../../reference/faults/fault.js';
import { FAULTS } from '../../reference/faults/index.js';
import { TOOL_FAULTS, type ToolFault } from '../logonse/faults.js';

/** @internal */
export type AnyFault = Fault | ToolFault;

/** @internal */
export const ALL_FAULTS: readonly AnyFault[] = [...FAULTS, ...TOOL_FAULTS];
