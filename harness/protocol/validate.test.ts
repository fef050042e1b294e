import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  checkHello,
  checkParams,
  checkResult,
  checkRunParams,
  checkRunResult,
} from './validate.js';

afterEach(() => vi.restoreAllMocks());

describe('validators', () => {
  it.each<readonly [string, () => string | undefined]>([
    ['the result of a Program', () => checkRunResult({ value: { records: [] } })],
    ['a refused Program', () => checkRunResult({ errno: 'EINVAL', number: 22 })],
    ['the steps of a Program', () => checkRunParams({ steps: [] })],
    ['the result of a call', () => checkResult('kacs_create_session', { value: { id: '0x1' } })],
    ['a refusal', () => checkResult('kacs_create_session', { errno: 'EPERM', number: 1 })],
    ['the parameters of a call', () => checkParams('world.exit', { actor: 'init' })],
    ['a hello that is none', () => checkHello({})],
  ])('of %s are compiled once, however many messages come', (_, check) => {
    check();
    const compile = vi.spyOn(Ajv2020.prototype, 'compile');
    for (let message = 0; message < 5; message += 1) check();
    expect(compile).not.toHaveBeenCalled();
  });
});
