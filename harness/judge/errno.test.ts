import { describe, expect, it } from 'vitest';
import type { ErrnoRule } from '../catalogue/catalogue.js';
import { describeErrno, judgeErrno } from './errno.js';

const REQUIRED: ErrnoRule = { required: ['ENOENT'] };
const TWO: ErrnoRule = { required: ['EPERM', 'EACCES'] };
const PREFERRED: ErrnoRule = { preferred: 'EPERM', allowed: ['EPERM', 'EACCES'] };
const EMPTY: ErrnoRule = { allowed: [] };
const EMPTY_PREFERRED: ErrnoRule = { preferred: 'EINVAL', allowed: [] };

describe('the errno rule', () => {
  it.each<readonly [string, ErrnoRule | undefined, string, string]>([
    ['a required errno passes', REQUIRED, 'ENOENT', 'pass'],
    ['another one than the required fails', REQUIRED, 'EINVAL', 'fail'],
    ['the first of two required passes', TWO, 'EPERM', 'pass'],
    ['the second of two required passes', TWO, 'EACCES', 'pass'],
    ['a third one fails', TWO, 'EINVAL', 'fail'],
    ['the preferred errno passes', PREFERRED, 'EPERM', 'pass'],
    ['an allowed errno passes silently', PREFERRED, 'EACCES', 'pass'],
    ['an errno outside the set warns', PREFERRED, 'EINVAL', 'warn'],
    ['an empty set lets every errno pass', EMPTY, 'EXDEV', 'pass'],
    ['an empty set with a preferred errno, too', EMPTY_PREFERRED, 'E2BIG', 'pass'],
    ['no rule lets every errno pass', undefined, 'EIO', 'pass'],
    ['an errno without a name is judged like any other', REQUIRED, 'E4095', 'fail'],
  ])('%s', (_, rule, errno, verdict) => {
    expect(judgeErrno(errno, rule)).toBe(verdict);
  });

  it.each<readonly [ErrnoRule | undefined, string]>([
    [REQUIRED, 'refused with ENOENT'],
    [TWO, 'refused with EPERM or EACCES'],
    [PREFERRED, 'refused, EPERM preferred, EACCES allowed'],
    [EMPTY, 'refused'],
    [EMPTY_PREFERRED, 'refused, EINVAL preferred'],
    [undefined, 'refused, any errno'],
  ])('reads %j as words', (rule, text) => {
    expect(describeErrno(rule)).toBe(text);
  });
});
