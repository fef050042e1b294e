/** @module The errno rule of rulings.md: required, preferred and allowed, or any. */
import type { ErrnoRule } from '../catalogue/catalogue.js';

/** @internal */
export type ErrnoVerdict = 'pass' | 'warn' | 'fail';

/** How an errno is judged where a clause demands a refusal. @internal */
export function judgeErrno(errno: string, rule: ErrnoRule | undefined): ErrnoVerdict {
  if (rule === undefined) return 'pass';
  if ('required' in rule) return rule.required.includes(errno) ? 'pass' : 'fail';
  return rule.allowed.length === 0 || rule.allowed.includes(errno) ? 'pass' : 'warn';
}

/** The rule in words. @internal */
export function describeErrno(rule: ErrnoRule | undefined): string {
  if (rule === undefined) return 'refused, any errno';
  if ('required' in rule) return `refused with ${rule.required.join(' or ')}`;
  const preferred = rule.preferred === undefined ? '' : `, ${rule.preferred} preferred`;
  const others = rule.allowed.filter((name) => name !== rule.preferred);
  const also = others.length === 0 ? '' : `, ${others.join(' or ')} allowed`;
  return `refused${preferred}${also}`;
}
