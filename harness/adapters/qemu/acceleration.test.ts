/** KVM is taken only after a guest has answered: here an emulator of a few lines plays its part. */
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { delimiter } from 'node:path';
import { afterAll, afterEach, describe, expect, it, vi } from 'vitest';
import { scratch } from '../../cli/command.fixture.js';
import { findAcceleration } from './acceleration.js';
import { QEMU } from './machine.js';

const folder = scratch();
afterAll(() => folder.remove());
afterEach(() => vi.unstubAllEnvs());

const device = folder.path('kvm');
writeFileSync(device, '');

/** Puts an emulator in front of the real one. */
function emulator(name: string, script: string): string {
  const place = folder.path(name);
  mkdirSync(place, { recursive: true });
  writeFileSync(`${place}/${QEMU}`, `#!/bin/sh\n${script}\n`);
  chmodSync(`${place}/${QEMU}`, 0o755);
  vi.stubEnv('PATH', `${place}${delimiter}${process.env['PATH'] ?? ''}`);
  return place;
}

describe('with a device for KVM', () => {
  it('under which a guest answers, it is taken', async () => {
    const place = emulator('answers', 'exit 33');
    expect(await findAcceleration(place, device)).toEqual({
      accel: 'kvm',
      reason: 'a probe guest answered under KVM',
    });
  });

  it('under which the emulator ends, emulation is taken', async () => {
    const place = emulator('ends', 'echo "failed to set MSR" >&2; exit 1');
    expect(await findAcceleration(place, device)).toEqual({
      accel: 'tcg',
      reason: 'a probe guest ended under KVM without an answer (failed to set MSR)',
    });
  });

  it('under which nothing ever happens, emulation is taken after a moment', async () => {
    const place = emulator('hangs', 'exec sleep 60');
    expect(await findAcceleration(place, device)).toEqual({
      accel: 'tcg',
      reason: 'a probe guest did not answer under KVM within 3000 ms',
    });
  });
});

it('without a device for KVM, emulation is taken', async () => {
  const none = folder.path('none');
  expect(await findAcceleration(folder.path(''), none)).toEqual({
    accel: 'tcg',
    reason: `there is no ${none}`,
  });
});
