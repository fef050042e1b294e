/**
 * @module The candidate of one worker: opened, greeted, and opened again when it is gone. One that
 * cannot be opened any more ends the worker.
 */
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import { wireOf } from '../../../reference/wire/wire.js';
import { AdapterFault, type Adapter, type Hello } from '../../adapters/adapter.js';
import { catalogueOf } from '../../catalogue/catalogue.js';
import type { TargetSetup } from '../target.js';
import { ReachedEdges } from './reached-edges.js';

/** Opens a link to the candidate; nothing is said on it yet. @internal */
export type OpenAdapter = () => Adapter;

const TRIES = 3;
const PAUSE_MS = 200;

/** @internal */
export class Candidate {
  private readonly open: OpenAdapter;
  private readonly profile: Profile;
  private readonly seed: number;
  private readonly isKnown: NonNullable<TargetSetup['isKnown']>;
  private current: TargetSetup | undefined;
  readonly reachedEdges: ReachedEdges;
  restarts = -1;

  constructor(
    open: OpenAdapter,
    options: {
      readonly profile: Profile;
      readonly seed: number;
      readonly isKnown: NonNullable<TargetSetup['isKnown']>;
      /** What it says of its coverage is of no use: it is not asked any more. */
      readonly coverageGivenUp?: (why: string) => void;
    },
  ) {
    this.open = open;
    this.profile = options.profile;
    this.seed = options.seed;
    this.isKnown = options.isKnown;
    this.reachedEdges = new ReachedEdges(options.coverageGivenUp ?? ((): void => undefined));
  }

  /** The setup of the candidate as it runs; starts it if it does not. */
  async setup(): Promise<TargetSetup> {
    if (this.current !== undefined) return this.current;
    const { profile, isKnown } = this;
    const { adapter, hello } = await this.start();
    this.restarts += 1;
    const catalogue = catalogueOf(profile, 'kernel');
    this.current = { profile, wire: wireOf(profile), catalogue, adapter, hello, isKnown };
    return this.current;
  }

  private async start(): Promise<{ readonly adapter: Adapter; readonly hello: Hello }> {
    for (let tries = 1; ; tries += 1) {
      const adapter = this.open();
      try {
        const hello = await adapter.hello({
          protocol: 1,
          profile: this.profile.id,
          seed: this.seed,
        });
        return { adapter, hello };
      } catch (error) {
        await close(adapter);
        // The first start says what is wrong with the target; later ones may need a moment.
        if (this.restarts < 0 || tries >= TRIES || !(error instanceof AdapterFault)) throw error;
        await new Promise((resolve) => setTimeout(resolve, PAUSE_MS * tries));
      }
    }
  }

  /** Lets go of it; the next `setup` starts it again. */
  async drop(): Promise<void> {
    const { current } = this;
    this.current = undefined;
    if (current !== undefined) await close(current.adapter);
  }
}

async function close(adapter: Adapter): Promise<void> {
  try {
    await adapter.close();
  } catch {
    // It is gone anyway.
  }
}
