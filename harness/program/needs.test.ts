import { describe, expect, it } from 'vitest';
import { capabilitiesOf } from './needs.js';
import type { CallStep } from './program.js';

const call = (op: string): CallStep => ({ actor: 'w', op, args: {} });

describe('the capabilities of calls', () => {
  it('are those of every step, each once', () => {
    const steps = [call('kacs_create_token'), call('world.close'), call('KACS_IOC_INSTALL')];
    expect(capabilitiesOf(steps)).toEqual(['install', 'tokens']);
  });

  it('are found in parallel branches, too', () => {
    const block = { par: [[call('KACS_IOC_QUERY')], [call('KACS_IOC_ADJUST_PRIVS')]] };
    expect(capabilitiesOf([block])).toEqual(['adjust', 'query']);
  });

  it('leave out what every case uses, and work on files', () => {
    const ops = ['world.exit', 'world.observe', 'world.open', 'world.read', 'world.sleep'];
    expect(capabilitiesOf(ops.map(call))).toEqual([]);
  });
});
