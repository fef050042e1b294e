/**
 * @module What has happened to the tokens of a followed world, as far as it decides whether their
 * values can be compared: an inspection handle may be a snapshot (ruling R83), a capped level may
 * or may not be a copy, and whether a change without effect counts is open (R74).
 */
import { effectiveToken } from '../../../reference/kernel/privileges.js';
import type { Thread, Token } from '../../../reference/kernel/state.js';
import { findHandle, type World } from '../../../reference/kernel/world.js';
import type { JsonObject } from '../../program/program.js';
import type { ModifiedIds } from './modified-ids.js';

/** A handle that these give is close-on-exec; what a copy has is the adapter's affair. */
const OPENS =
  /^(?:kacs_create_token|kacs_open_\w+_token|KACS_IOC_(?:DUPLICATE|RESTRICT|GET_LINKED_TOKEN))$/;
const MAKES: readonly string[] = ['kacs_create_token', 'KACS_IOC_DUPLICATE', 'KACS_IOC_RESTRICT'];

/** @internal */
export class TokenHistory {
  private readonly world: World;
  /** When an inspection handle of the token was first opened. */
  private readonly inspected = new WeakMap<Token, bigint>();
  private readonly cappedFrom = new WeakMap<Token, { readonly from: Token; readonly at: bigint }>();
  private readonly displaced = new WeakSet<Token>();
  /** Handles whose close-on-exec flag is known. */
  private readonly flagged = new WeakSet<object>();
  private processBefore: number | undefined;
  private primaryBefore: Token | undefined;
  private target: { readonly token: Token; readonly state: string } | undefined;

  constructor(world: World) {
    this.world = world;
  }

  /** The process of the actor whose call is being followed. */
  processOf(actor: string): number | undefined {
    return this.world.threads.get(actor)?.process.pid ?? this.processBefore;
  }

  before(op: string, actor: string, args: JsonObject): void {
    const thread = this.world.threads.get(actor);
    this.processBefore = thread?.process.pid;
    this.primaryBefore = thread?.process.primary;
    const token = thread === undefined ? undefined : findHandle(thread, args['token'])?.token;
    this.target =
      token !== undefined && op.startsWith('KACS_IOC_ADJUST')
        ? { token, state: stateOf(token) }
        : undefined;
  }

  after(
    op: string,
    actor: string,
    args: JsonObject,
    value: JsonObject,
    modifiedIds: ModifiedIds,
  ): void {
    const thread = this.world.threads.get(actor);
    if (this.target !== undefined && stateOf(this.target.token) === this.target.state) {
      modifiedIds.idle(this.target.token);
    }
    if (thread === undefined) return;
    const made = findHandle(thread, value['handle']);
    if (made !== undefined && MAKES.includes(op)) modifiedIds.made(made.token);
    if (made !== undefined && OPENS.test(op)) this.flagged.add(made);
    if (op === 'world.descriptorFlags' && typeof args['set'] === 'boolean') {
      this.flagged.add(thread.process.handles.get(Number(args['handle'])) ?? {});
    }
    if (made?.inspection === true && op === 'world.open') this.note(made.token);
    if (op === 'kacs_open_process_token' && made !== undefined) {
      // The seeds do not say that such handles are live.
      if (this.world.model.profile.switches.R83 === 'record') this.note(made.token);
    }
    if (op === 'KACS_IOC_IMPERSONATE')
      this.noteCap(thread, findHandle(thread, args['token'])?.token);
    if (this.primaryBefore !== undefined && this.primaryBefore !== thread.process.primary) {
      this.displaced.add(this.primaryBefore);
    }
  }

  /** Whether what the model shows of the token is what a candidate has to show. */
  isCurrent(token: Token, handle?: number): boolean {
    const cap = this.cappedFrom.get(token);
    if (cap !== undefined && cap.from.modifiedId !== cap.at) return false;
    const at = this.inspected.get(token);
    if (at === undefined || handle === undefined) return true;
    return at === token.modifiedId && !this.displaced.has(token);
  }

  /** Whether the close-on-exec flag of a handle has to be what the model says. */
  hasFlag(thread: Thread, handle: number): boolean {
    return this.flagged.has(thread.process.handles.get(handle) ?? {});
  }

  private note(token: Token): void {
    if (!this.inspected.has(token)) this.inspected.set(token, token.modifiedId);
  }

  private noteCap(thread: Thread, source: Token | undefined): void {
    const token = effectiveToken(thread);
    if (source === undefined || token === source) return;
    this.cappedFrom.set(token, { from: source, at: source.modifiedId });
  }
}

/** Everything that an adjustment can change. */
function stateOf(token: Token): string {
  const { present, enabled, enabledByDefault } = token.privileges;
  const { ownerIndex, primaryGroupIndex, interactiveSessionId } = token;
  const groups = token.groups.map(({ attributes }) => attributes).join(' ');
  const dacl = token.defaultDacl?.aces.map((ace) => `${ace.type} ${ace.flags} ${ace.body.join()}`);
  return [
    ...[present, enabled, enabledByDefault, ownerIndex, primaryGroupIndex, interactiveSessionId],
    ...[groups, dacl?.join(';') ?? 'none'],
  ].join('|');
}
