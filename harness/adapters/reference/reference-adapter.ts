/** @module The reference model as a candidate, in process. */
import { MODEL_CAPABILITIES, modelOf } from '../../../reference/kernel/calls/index.js';
import { BadCall, type Model } from '../../../reference/kernel/model.js';
import { World } from '../../../reference/kernel/world.js';
import type { Profile } from '../../../reference/profiles/built-in.generated.js';
import type { JsonObject, Outcome, StepRecord } from '../../program/program.js';
import { playProgram } from '../../program/play.js';
import {
  AdapterFault,
  type Adapter,
  type Hello,
  type HelloRequest,
  type PlainStep,
} from '../adapter.js';

/** @public */
export interface ReferenceOptions {
  readonly profile: Profile;
  /** A model other than the conforming one (faults). */
  readonly model?: Model;
  /** What makes the model another one, for its name in reports. */
  readonly variant?: string;
  /** Boots with noise from this seed. */
  readonly noise?: number;
  /** False: takes calls only, no whole programs. */
  readonly programs?: boolean;
  /** How much may be under way at once: in one process more of it takes memory, not less time. */
  readonly window?: number;
}

const NAME = 'kacs-conformance reference';
const WINDOW = 1024;
const LINE_BYTES_MAX = 16 * 1024 * 1024;

/** @public */
export class ReferenceAdapter implements Adapter {
  private readonly options: ReferenceOptions;
  private readonly model: Model;
  private world: World;

  constructor(options: ReferenceOptions) {
    this.options = options;
    this.model = options.model ?? modelOf(options.profile);
    this.world = this.boot();
  }

  hello(request: HelloRequest): Promise<Hello> {
    const { profile, variant } = this.options;
    if (request.protocol !== 1) {
      return Promise.reject(new AdapterFault(`protocol ${String(request.protocol)} is not spoken`));
    }
    return Promise.resolve({
      protocol: 1,
      name: variant === undefined ? NAME : `${NAME} with ${variant}`,
      version: '0.1.0',
      kind: 'process',
      profiles: [profile.id],
      capabilities: [
        ...MODEL_CAPABILITIES,
        'world-reset',
        ...(this.options.programs === false ? [] : ['programs']),
      ],
      limits: { window: this.options.window ?? WINDOW, lineBytesMax: LINE_BYTES_MAX },
    });
  }

  call(op: string, params: JsonObject & { readonly actor: string }): Promise<Outcome> {
    try {
      return Promise.resolve(this.callNow(op, params));
    } catch (error) {
      return Promise.reject(error instanceof Error ? error : new Error(String(error)));
    }
  }

  runProgram(steps: readonly PlainStep[]): Promise<readonly StepRecord[]> {
    return playProgram(steps, (op, params) => this.call(op, params));
  }

  close(): Promise<void> {
    return Promise.resolve();
  }

  private callNow(op: string, params: JsonObject & { readonly actor: string }): Outcome {
    if (op === 'world.reset') {
      this.world = this.boot();
      return { kind: 'returned', value: {} };
    }
    try {
      const result = this.world.call(op, params.actor, params);
      if (result.kind === 'returned') return { kind: 'returned', value: result.value };
      const { errno, number, out } = result;
      return { kind: 'refused', errno, number, ...(out === undefined ? {} : { out }) };
    } catch (error) {
      if (error instanceof BadCall) throw new AdapterFault(`${op}: ${error.message}`);
      throw error;
    }
  }

  private boot(): World {
    const { noise } = this.options;
    return new World(this.model, noise === undefined ? {} : { noise: true, seed: noise });
  }
}
