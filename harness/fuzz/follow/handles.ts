/**
 * @module Handle numbers of both sides, process by process. A number that a program goes on using
 * after its handle is gone may mean something on one side and nothing on the other; here it is
 * always what the candidate takes it for.
 */

/** A number that no process has open. @internal */
export const NO_HANDLE = 0x7fff_fff0;

interface Process {
  readonly toModel: Map<number, number>;
  readonly toCandidate: Map<number, number>;
}

/** Which handle of the candidate is which of the model's. @internal */
export class Handles {
  private readonly processes = new Map<number, Process>();

  /** Notes a new handle; false: the candidate gave out a number that is still open. */
  add(pid: number, modelled: number, seen: number): boolean {
    const process = this.of(pid);
    const fresh = !process.toModel.has(seen);
    process.toModel.set(seen, modelled);
    process.toCandidate.set(modelled, seen);
    return fresh;
  }

  /** The model's number for one of the candidate's. */
  toModel(pid: number, seen: number): number {
    return this.of(pid).toModel.get(seen) ?? NO_HANDLE;
  }

  /** Forgets every handle of the process that is not among `open`. */
  keep(pid: number, open: ReadonlyMap<number, unknown> | undefined): void {
    const { toModel, toCandidate } = this.of(pid);
    for (const [modelled, seen] of toCandidate) {
      if (open?.has(modelled) === true) continue;
      toCandidate.delete(modelled);
      if (toModel.get(seen) === modelled) toModel.delete(seen);
    }
  }

  /** A child starts with the numbers of its parent. */
  inherit(child: number, parent: number): void {
    for (const [modelled, seen] of this.of(parent).toCandidate) this.add(child, modelled, seen);
  }

  private of(pid: number): Process {
    let process = this.processes.get(pid);
    if (process === undefined) {
      process = { toModel: new Map(), toCandidate: new Map() };
      this.processes.set(pid, process);
    }
    return process;
  }
}
