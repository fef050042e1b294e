/**
 * @module A worker: one candidate, the targets that it can take, in turns; tells what it finds as
 * it finds it. Runs in a process of its own, so that nothing a candidate does reaches the campaign.
 */
import type { ClauseId } from '../../../reference/abi/clause-id.generated.js';
import { catalogueText } from '../../catalogue/catalogue.js';
import { childGroups } from '../../adapters/stdio/children.js';
import type { Adapter } from '../../adapters/adapter.js';
import { localReference, openTarget, type TargetOptions } from '../../cli/targets.js';
import { PROFILE_IDS, profileOf } from '../../profiles/profile-option.js';
import { oneLine } from '../../protocol/excerpt.js';
import { digestOf } from '../../runner/digests.js';
import { UsageError } from '../../usage-error.js';
import { readCorpus } from '../corpus/folder.js';
import { knownAs, signatureOf } from '../finding.js';
import type { TargetName, TargetSetup } from '../target.js';
import { TARGET_LOADERS } from '../targets.js';
import { Candidate } from './candidate.js';
import { hangOf } from './hang.js';
import { countSteps, type Investigated } from './investigate.js';
import { LastInputs } from './last-inputs.js';
import { lastWords } from './last-words.js';
import { Loop } from './loop.js';
import type { FromWorker, NewFinding, ToWorker, WorkerConfig } from './messages.js';

/** Turns of a target, in executions: of each about as long. */
const TURNS: Readonly<Partial<Record<TargetName, number>>> = { wire: 256 };
const TURN = 32;
const STATS_EVERY_MS = 250;

/** @internal */
export class FuzzWorker {
  private readonly say: (message: FromWorker) => void;
  private readonly config: WorkerConfig;
  private readonly known: Set<string>;
  private readonly candidate: Candidate;
  private readonly loops: { readonly name: TargetName; readonly loop: Loop<unknown> }[] = [];
  private seen: Record<string, number> = {};
  private lastStats = 0;
  private stopping = false;
  private readonly last: LastInputs | undefined;
  /** The candidate runs in this process, and can hold it up. */
  private readonly local: boolean;

  constructor(
    config: WorkerConfig,
    say: (message: FromWorker) => void,
    open: (target: string, options: TargetOptions) => Adapter = openTarget,
  ) {
    this.config = config;
    this.say = say;
    this.known = new Set(config.known);
    const profile = profileOf(config.profile);
    const { adapter, guest, deadlineMs, seed } = config;
    this.local = localReference(adapter, profile) !== undefined;
    if (!this.local || config.careful === true) this.last = new LastInputs(config.lastInputs);
    this.candidate = new Candidate(() => open(adapter, { profile, deadlineMs, guest }), {
      profile,
      seed,
      isKnown: (difference, wanted) => {
        const signature = knownAs(this.known, difference, wanted);
        if (signature === undefined) return false;
        this.meet(signature);
        return true;
      },
      coverageGivenUp: (reason) => {
        this.say({ kind: 'coverageGivenUp', reason });
      },
    });
  }

  /** What the campaign says while the worker works. */
  take(message: ToWorker): void {
    if (message.kind === 'stop') this.stopping = true;
    else if (message.kind === 'known') this.known.add(message.signature);
    else if (message.kind === 'inputs') {
      for (const { loop } of this.loops) loop.feed(message.programs, true);
    }
  }

  /** Works until it has done its share, or is told to stop. */
  async run(): Promise<void> {
    await this.openTargets();
    await this.tellHang();
    const runs = this.config.runs ?? Number.POSITIVE_INFINITY;
    while (!this.stopping && this.executions < runs) {
      for (const { name, loop } of this.loops) {
        const left = runs - this.executions;
        if (this.stopping || left <= 0) break;
        await loop.run(Math.min(TURNS[name] ?? TURN, left));
        this.tellStats();
        // Messages of the campaign get their turn.
        await new Promise((resolve) => setImmediate(resolve));
      }
    }
    this.tellStats(true);
    await this.candidate.drop();
    this.last?.close();
    this.say({ kind: 'done' });
  }

  /** Tells of the hang that the worker before could not tell of. */
  private async tellHang(): Promise<void> {
    const { hung } = this.config;
    if (hung === undefined || !this.local) return;
    const looked = hangOf(await this.candidate.setup(), hung.program);
    const signature = signatureOf(looked.difference);
    if (this.known.has(signature)) this.meet(signature);
    else this.say({ kind: 'found', finding: this.findingOf(hung.target, signature, looked) });
    this.known.add(signature);
  }

  private get executions(): number {
    return this.loops.reduce((sum, { loop }) => sum + loop.executions, 0);
  }

  private async openTargets(): Promise<void> {
    const setup = await this.candidate.setup();
    const { hello } = setup;
    const reachable = new Set<ClauseId>();
    const remarks = remarksOnProfile(setup);
    let unmet = '';
    const programs = readCorpus(this.config.corpus).programs;
    for (const name of this.config.targets) {
      const definition = await TARGET_LOADERS[name]?.();
      if (definition === undefined) continue;
      const lacks = definition.needs.filter((need) => !hello.capabilities.includes(need));
      if (lacks.length > 0) {
        remarks.push(
          `target ${name} is left out: the candidate does not claim ${lacks.join(', ')}`,
        );
        if (unmet === '') unmet = `${name} needs ${lacks.join(', ')}`;
        continue;
      }
      const loop = this.loopOf(name, definition);
      const target = await loop.open();
      loop.feed(programs, true);
      for (const id of target.reachable) reachable.add(id);
      this.loops.push({ name, loop });
      this.tellStats(true);
    }
    if (this.loops.length === 0) {
      throw new UsageError(`the candidate claims no capability that a target needs: ${unmet}`);
    }
    this.say({
      kind: 'ready',
      reachable: [...reachable],
      targets: this.loops.map(({ name }) => name),
      tellsEdges: this.candidate.reachedEdges.canTell(setup),
      remarks,
    });
  }

  private loopOf(
    name: TargetName,
    definition: ConstructorParameters<typeof Loop<unknown>>[0],
  ): Loop<unknown> {
    const { config, last } = this;
    return new Loop(definition, this.candidate, {
      seed: config.seed + 7919 * this.loops.length,
      known: this.known,
      alone: this.local && config.careful === true,
      events: {
        reached: (features, program) => {
          this.say({
            kind: 'reached',
            target: name,
            features,
            ...(program === undefined ? {} : { program }),
          });
          this.tellStats();
        },
        found: (signature, looked) => {
          this.say({ kind: 'found', finding: this.findingOf(name, signature, looked) });
        },
        seen: (signature) => {
          this.meet(signature);
        },
        restarted: (reason) => {
          this.say({ kind: 'restarted', reason });
        },
        ...(last === undefined
          ? {}
          : {
              starting: (program) => {
                last.keep(Buffer.from(JSON.stringify(program())));
              },
            }),
      },
    });
  }

  private findingOf(target: TargetName, signature: string, looked: Investigated): NewFinding {
    const { config } = this;
    const { difference, program, played, replay, minimised, dumps } = looked;
    const { hello, adapter, profile } = looked.setup;
    const digest = adapter.digest?.();
    const origin = adapter.origin?.();
    const own = !(PROFILE_IDS as readonly string[]).includes(profile.id);
    return {
      signature,
      kind: difference.kind,
      target,
      op: difference.op,
      path: difference.path,
      expected: difference.expected,
      actual: difference.actual,
      clauses: difference.clauses,
      explanation: difference.explanation,
      profile: profile.id,
      ...(own ? { profileFile: { ...profile } } : {}),
      adapter: config.adapter,
      candidate: {
        name: hello.name,
        version: hello.version,
        ...(digest === undefined ? {} : { digest }),
        ...(origin === undefined ? {} : { origin }),
      },
      ...lastWords(difference.kind, adapter),
      seed: config.seed,
      execution: this.executions,
      steps: countSteps(program),
      minimised,
      program,
      step: difference.step,
      outcomes: played.steps,
      dumps,
      replay,
      digests: {
        catalogue: digestOf(catalogueText('clauses.json')),
        rulings: digestOf(catalogueText('rulings.md')),
      },
    };
  }

  private meet(signature: string): void {
    this.seen[signature] = (this.seen[signature] ?? 0) + 1;
  }

  private tellStats(always = false): void {
    const now = performance.now();
    if (!always && now - this.lastStats < STATS_EVERY_MS) return;
    this.lastStats = now;
    const { seen } = this;
    this.seen = {};
    const sum = (of: (loop: Loop<unknown>) => number): number =>
      this.loops.reduce((total, { loop }) => total + of(loop), 0);
    this.say({
      kind: 'stats',
      stats: {
        executions: this.executions,
        accepted: sum(({ accepted }) => accepted),
        corpus: sum(({ corpusSize }) => corpusSize),
        restarts: Math.max(0, this.candidate.restarts),
        bytes: process.memoryUsage.rss(),
        groups: childGroups(),
        seen,
      },
    });
  }
}

const DECLARED_MAX = 80;

/** Whoever is judged by another text than their own should know it from the start. */
function remarksOnProfile({ hello, profile }: TargetSetup): string[] {
  if (hello.profiles.includes(profile.basis)) return [];
  const declared = oneLine(hello.profiles.join(', '), DECLARED_MAX);
  return [`the candidate declares ${declared}, and is judged by ${profile.id} (--profile)`];
}
