/** @module Compiles number rows behind a variable part: these move, and may be cut off. */

import type { Scope, Step } from './compile.js';
import { compileChecks } from './compile-checks.js';
import { fieldMark, wideReader } from './compile-header.js';
import type { Field } from './layout.js';
import { isNumber, numberReader, widthOf } from './scalar.js';

/** The step of a row behind a variable part. @internal */
export function compileField(field: Field, scope: Scope): Step {
  const width = widthOf(field.type);
  const site = scope.site(field.name);
  const fits = scope.live(field.rules).find((rule) => rule.kind === 'fits');
  const read = isNumber(field.type) ? numberStep(field, scope) : wideStep(field, scope);
  const mark = scope.traced ? fieldMark(field, scope) : undefined;
  return (c, f, start) => {
    const { at } = c;
    const end = c.slots[f] as number;
    const cut = at + width > end;
    if (cut) {
      if (fits !== undefined) c.report(site, fits, at, end, `${Math.max(0, end - at)} bytes`);
      c.muted += 1;
    }
    read(c, f, start);
    if (mark !== undefined) mark(c, f, at);
    if (cut) c.muted -= 1;
    c.at = cut ? Math.max(at, end) : at + width;
  };
}

function numberStep(field: Field, scope: Scope): Step {
  const read = numberReader(field.type);
  const slot = scope.slot(field.name);
  const check = compileChecks(field, scope);
  const visible = field.role === 'value';
  return (c, f, start) => {
    const number = read(c.bytes, c.at);
    c.slots[f + slot] = number;
    if (visible) c.values[f + slot] = number;
    if (check !== undefined) check(c, f, start, c.at, number);
  };
}

function wideStep(field: Field, scope: Scope): Step {
  const slot = scope.slot(field.name);
  const read = wideReader(field.type);
  return (c, f) => {
    c.values[f + slot] = read(c.bytes, c.at);
  };
}
