/**
 * @module Beginnings about what is adjusted and then seen elsewhere: what a reset restores, and
 * what new defaults do to what is there already.
 */
import { PRIVILEGE_ACTION } from '../../../reference/kernel/calls/adjust-privileges.js';
import { TOKEN_RIGHT } from '../../../reference/abi/numbers.js';
import type { Argument } from '../../program/program.js';
import { ADJUST_KINDS } from './adjust-kinds.js';
import { chance, pick } from './choice.js';
import { refTo, type Hand, type Maker } from './hand.js';
import { makeToken } from './token-kinds.js';

const RESET_INDEX = 0xffffffff;
const KEEP = 0xffff;

/** Groups and privileges are switched, and the defaults restored; then once more. */
function restored(hand: Hand): void {
  const { random } = hand;
  const made = makeToken(hand, { supple: chance(random, 50) });
  if (made === undefined) return;
  const token = refTo(made);
  const { RESET } = PRIVILEGE_ACTION;
  const resets = [
    ['KACS_IOC_ADJUST_GROUPS', { token, entries: [{ index: RESET_INDEX, enable: 0 }] }],
    ['KACS_IOC_ADJUST_PRIVS', { token, entries: [{ luid: 0, attributes: RESET }] }],
  ] as const;
  hand.observe(true);
  for (let n = 1 + random(2); n > 0; n -= 1) {
    const optional = made.token.groups.flatMap(({ attributes }, index) =>
      (attributes & 0x11) === 0 ? [{ index, enable: (attributes & 4) === 0 ? 1 : 0 }] : [],
    );
    if (optional.length > 0) hand.do('KACS_IOC_ADJUST_GROUPS', { token, entries: optional });
    ADJUST_KINDS['privileges']?.(hand);
    if (chance(random, 60)) hand.observe(true);
    for (const [op, args] of chance(random, 70) ? resets : [pick(random, resets)]) {
      hand.do(op, args);
      if (chance(random, 50)) hand.observe(true);
    }
  }
  hand.observe(true);
}

/** Files and tokens made before and after the defaults of the actor change. */
function defaults(hand: Hand): void {
  const { draft, random } = hand;
  const as = draft.newName('t');
  const accessMask = TOKEN_RIGHT.QUERY | TOKEN_RIGHT.ADJUST_DEFAULT;
  if (hand.do('kacs_open_self_token', { flags: 1, accessMask }, as)?.kind !== 'returned') return;
  const token = { ref: `${as}.handle` };
  const files: Argument[] = [];
  const file = (): void => {
    const made = draft.newName('x');
    if (hand.do('world.makeFile', {}, made)?.kind !== 'returned') return;
    files.push({ ref: `${made}.path` });
  };
  file();
  const own = hand.tokens().find(({ ref }) => ref === token.ref)?.token;
  const owners = (own?.groups ?? []).flatMap((group, n) =>
    (group.attributes & 8) === 0 ? [] : [n + 1],
  );
  const change = {
    ownerIndex: chance(random, 50) ? pick(random, [0, ...owners]) : KEEP,
    groupIndex: random((own?.groups.length ?? 0) + 1),
  };
  hand.do('KACS_IOC_ADJUST_DEFAULT', { token, ...change, ...pick(random, [{}, { dacl: '' }]) });
  if (chance(random, 50)) file();
  const made = chance(random, 50) ? makeToken(hand) : undefined;
  const objects = [...files.map((path) => ({ path })), ...(made ? [{ handle: refTo(made) }] : [])];
  for (const of of objects) {
    hand.do('kacs_get_sd', { ...of, securityInformation: 7, capacity: 4096 });
  }
  hand.observe(true);
}

/** @internal */
export const ADJUSTED_MOTIFS: Readonly<Record<string, Maker>> = { restored, defaults };
