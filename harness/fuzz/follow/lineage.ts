/**
 * @module Which calls may have made a token what it is: those that made it, its sources and its
 * handle, and those that touched them, since everything about it was last seen to be right.
 */
import { QUERY_CLASS } from '../../../reference/abi/numbers.js';
import { effectiveToken } from '../../../reference/kernel/privileges.js';
import type { Thread, Token } from '../../../reference/kernel/state.js';
import { findHandle, type World } from '../../../reference/kernel/world.js';
import type { JsonObject } from '../../program/program.js';

/** A call, and how it ended. @internal */
export interface Deed {
  readonly op: string;
  readonly refused: boolean;
}

/** Arguments that are tokens. */
const TOUCHED: readonly string[] = ['token', 'handle', 'elevated', 'filtered'];
const DEEDS_MAX = 16;
/** What calls decide by. */
const DECIDING: readonly number[] = [
  ...[QUERY_CLASS.USER, QUERY_CLASS.GROUPS, QUERY_CLASS.PRIVILEGES, QUERY_CLASS.TYPE],
  ...[QUERY_CLASS.INTEGRITY_LEVEL, QUERY_CLASS.IMPERSONATION_LEVEL, QUERY_CLASS.RESTRICTED_SIDS],
  ...[QUERY_CLASS.STATISTICS, QUERY_CLASS.LOGON_SID, QUERY_CLASS.ELEVATION_TYPE],
];

/** What a look looks at: a token, or one of its handles. */
type Seen = object;

/** @internal */
export class Lineage {
  private readonly world: World;
  private readonly deeds = new WeakMap<Seen, readonly Deed[]>();
  /** Every call that did more than look, since the last look at anything. */
  private recent: readonly Deed[] = [];
  /** Query classes in which a difference was seen: what else differs there follows from it. */
  private readonly wrong = new WeakMap<Token, ReadonlySet<number>>();

  constructor(world: World) {
    this.world = world;
  }

  /** A call that did more than look. */
  did(deed: Deed, thread: Thread | undefined, args: JsonObject, value: JsonObject): void {
    this.recent = withDeed(this.recent, deed);
    if (thread === undefined) return;
    const touched = TOUCHED.flatMap((key) => findHandle(thread, args[key])?.token ?? []);
    const source = touched[0] ?? effectiveToken(thread);
    const handles = ['handle', 'first'].flatMap((key) => findHandle(thread, value[key]) ?? []);
    const child = this.world.processes.get(Number(value['pid']))?.primary;
    const made = [
      ...handles.map(({ token }) => token),
      ...(thread.impersonation === undefined ? [] : [thread.impersonation]),
      thread.process.primary,
      ...(child === undefined ? [] : [child]),
    ];
    for (const token of made) if (!this.deeds.has(token)) this.derive(token, source, deed);
    for (const handle of handles) this.deeds.set(handle, [deed]);
    for (const token of new Set(touched)) this.add(token, deed);
  }

  private derive(token: Token, source: Token, deed: Deed): void {
    this.deeds.set(token, withDeed(this.deeds.get(source) ?? [], deed));
    const wrong = this.wrong.get(source);
    if (wrong !== undefined) this.wrong.set(token, wrong);
  }

  private add(token: Token, deed: Deed): void {
    this.deeds.set(token, withDeed(this.deeds.get(token) ?? [], deed));
  }

  /** The calls that a difference in this token may come from, the last one last. */
  behind(token: Token | undefined, handle: Seen | undefined): readonly Deed[] {
    if (token === undefined) return this.recent;
    const deeds = [...(this.deeds.get(token) ?? []), ...this.openings(handle)];
    return deeds.length > 0 ? deeds : this.recent.slice(-1);
  }

  private openings(handle: Seen | undefined): readonly Deed[] {
    return handle === undefined ? [] : (this.deeds.get(handle) ?? []);
  }

  /** Everything about the token was right, seen through this handle. */
  clear(token: Token, handle: Seen | undefined): void {
    this.deeds.set(token, []);
    if (handle !== undefined) this.deeds.set(handle, []);
  }

  /** Somebody looked at more than a token. */
  looked(): void {
    this.recent = this.recent.slice(-1);
  }

  /** A difference was seen in this class. */
  suspect(token: Token | undefined, queryClass: number): void {
    if (token === undefined) return;
    this.wrong.set(token, new Set([...(this.wrong.get(token) ?? []), queryClass]));
  }

  isSuspect(token: Token | undefined, queryClass: number): boolean {
    return token !== undefined && this.wrong.get(token)?.has(queryClass) === true;
  }

  /** Whether a call decides by a token that is not what it has to be. */
  isUnsafe(thread: Thread | undefined, args: JsonObject): boolean {
    if (thread === undefined) return false;
    const other = this.world.processes.get(Number(args['pid']))?.primary;
    const tokens = [
      ...TOUCHED.flatMap((key) => findHandle(thread, args[key])?.token ?? []),
      ...[effectiveToken(thread), thread.process.primary],
      ...(other === undefined ? [] : [other]),
    ];
    return tokens.some((token) => DECIDING.some((number) => this.isSuspect(token, number)));
  }
}

function withDeed(deeds: readonly Deed[], deed: Deed): readonly Deed[] {
  const others = deeds.filter(({ op, refused }) => op !== deed.op || refused !== deed.refused);
  return [...others, deed].slice(-DEEDS_MAX);
}
