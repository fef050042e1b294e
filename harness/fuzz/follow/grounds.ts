/**
 * @module What an accusation can stand on: the rows of the model that a clause of the profile
 * demands without leaving a choice. Whatever the model does besides fills a gap in its own way.
 */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import type { Call, Model } from '../../../reference/kernel/model.js';
import type { CatalogueView, ErrnoRule } from '../../catalogue/catalogue.js';

/** Effects that rest on no clause everywhere, and change nothing that is compared. */
const HARMLESS: readonly string[] = [
  ...['use-privilege', 'report-previous', 'exit', 'close', 'sleep', 'drain'],
  ...['refuse-here', 'bump-modified-id'],
];

const OPENING = 'open-handle';

/** The clauses of a model as a profile's catalogue judges them. @internal */
export class Grounds {
  private readonly view: CatalogueView;
  private readonly unfounded = new Map<string, boolean>();
  private readonly accessClauses: ReadonlySet<ClauseId>;
  private readonly demanding = new Map<string, readonly ClauseId[]>();

  constructor(view: CatalogueView, model: Model) {
    this.view = view;
    this.accessClauses = new Set(model.access.flatMap(({ clauses }) => clauses));
  }

  /** Whether a clause of the profile leaves no choice. */
  isStrict(id: ClauseId): boolean {
    const entry = this.view.get(id);
    if (entry?.clause.testable !== true) return false;
    const { outcome } = entry.judge;
    return outcome === 'accept' || outcome === 'refuse' || outcome === 'value';
  }

  strict(clauses: Iterable<ClauseId>): readonly ClauseId[] {
    return [...clauses].filter((id) => this.isStrict(id)).sort();
  }

  /** The errnos of a refusal that only these may carry; undefined: any errno will do. */
  requiredErrnos(clauses: readonly ClauseId[]): readonly string[] | undefined {
    const refusing = clauses.filter((id) => this.view.get(id)?.judge.outcome === 'refuse');
    const rules = refusing.map((id): ErrnoRule | undefined => this.view.get(id)?.judge.errno);
    if (rules.length === 0) return undefined;
    const named = rules.map((rule) =>
      rule !== undefined && 'required' in rule ? rule.required : undefined,
    );
    if (named.some((list) => list === undefined)) return undefined;
    return named.flatMap((list) => list ?? []);
  }

  /**
   * The clauses that a refusal stands on: those of its check, or, where the check has none of its
   * own, those that the call cited on the way (the broken rules of a spec).
   */
  ofRefusal(call: Call, check: string, cited: ReadonlySet<ClauseId>): readonly ClauseId[] {
    const own = call.checks.find(({ id }) => id === check)?.clauses ?? [];
    // The clause of the broken rule says more than that of the spec as a whole.
    const broken =
      check === 'spec'
        ? this.strict([...cited].filter((id) => !this.accessClauses.has(id) && !own.includes(id)))
        : [];
    return broken.length > 0 ? broken : this.strict(own);
  }

  /** What demands of a call that it is accepted, and of its effects that they happen. */
  ofCall(call: Call): readonly ClauseId[] {
    let clauses = this.demanding.get(call.name);
    if (clauses === undefined) {
      const rows = [...call.effects.flatMap((e) => e.clauses), ...call.checks.flatMap(ofRow)];
      clauses = this.strict(new Set(rows)).slice(0, 3);
      this.demanding.set(call.name, clauses);
    }
    return clauses;
  }

  /** What demands of a call that it has its effects, as far as anybody can see them. */
  ofEffects(call: Call): readonly ClauseId[] {
    const rows = call.effects.filter(({ id }) => !HARMLESS.includes(id) && id !== OPENING);
    const clauses = this.strict(new Set(rows.flatMap(ofRow)));
    return clauses.length > 0 ? clauses : this.ofCall(call);
  }

  /** No clause of the profile speaks of the call at all. */
  isUndescribed(call: Call): boolean {
    return this.ofCall(call).length === 0;
  }

  /** The call does something that clauses ask for, but none of this profile. */
  leavesKnownGround(call: Call): boolean {
    let known = this.unfounded.get(call.name);
    if (known === undefined) {
      known = call.effects.some(
        ({ id, clauses }) =>
          !HARMLESS.includes(id) &&
          clauses.length > 0 &&
          !clauses.some((clause) => this.isStrict(clause)),
      );
      this.unfounded.set(call.name, known);
    }
    return known;
  }
}

function ofRow({ clauses }: { readonly clauses: readonly ClauseId[] }): readonly ClauseId[] {
  return clauses;
}
