/**
 * @module A link to the agent in a guest. What the guest answers is passed on only after what its
 * console said before it: an answer from a kernel that has just complained is worth nothing.
 */
import type { Duplex } from 'node:stream';
import { AdapterFault } from '../adapter.js';
import type { Ending, Link, LinkHandlers } from '../stdio/link.js';
import { fateText, isDown, type Fate } from './fate.js';
import type { Guest } from './guest.js';

/** What a link needs to know. @internal */
export interface GuestSource {
  take(): Promise<Guest>;
  /** Called once for each guest that was taken, when it is over. */
  onFate?(fate: Fate, consoleText: string): void;
}

/** @internal */
export class GuestLink implements Link {
  readonly gone: Promise<void>;
  readonly alive = (): Promise<void> => this.#guest?.nextSignOfLife() ?? Promise.resolve();
  readonly #handlers: LinkHandlers;
  #guest: Guest | undefined;
  #stream: Duplex | undefined;
  #early = '';
  #killed = false;
  #arrived: Buffer[] = [];
  #console = '';

  constructor(source: GuestSource, handlers: LinkHandlers) {
    this.#handlers = handlers;
    this.gone = this.#live(source).then((ending) => handlers.ended(ending));
  }

  get unsent(): number {
    return this.#early.length + (this.#stream?.writableLength ?? 0);
  }

  write(text: string): void {
    if (this.#stream === undefined) this.#early += text;
    else if (this.#guest?.sound === true) this.#stream.write(text);
  }

  kill(): void {
    this.#killed = true;
    this.#guest?.kill();
  }

  close(): Promise<void> {
    this.kill();
    return this.gone;
  }

  lastErrors(): string {
    return this.#guest?.consoleText() ?? this.#console;
  }

  async #live(source: GuestSource): Promise<Ending> {
    let guest: Guest;
    try {
      guest = await source.take();
    } catch (error) {
      if (!(error instanceof AdapterFault)) throw error;
      return { kind: 'notStarted', code: 'GUEST', reason: error.message };
    }
    this.#guest = guest;
    if (this.#killed) guest.kill();
    else this.#attach(guest);
    const fate = await guest.over;
    await guest.gone;
    source.onFate?.(fate, guest.consoleText());
    return isDown(fate)
      ? { kind: 'down', reason: fateText(fate) }
      : { kind: 'closed', reason: fateText(fate) };
  }

  #attach(guest: Guest): void {
    const { stream } = guest;
    this.#stream = stream;
    stream.on('data', (chunk: Buffer) => {
      this.#arrived.push(chunk);
      // Until the next turn: what the console said before it has been read by then.
      if (this.#arrived.length === 1) setImmediate(() => this.#passOn(guest));
    });
    stream.on('drain', () => this.#handlers.drained());
    stream.write(this.#early);
    this.#early = '';
  }

  #passOn(guest: Guest): void {
    const chunks = this.#arrived;
    this.#arrived = [];
    for (const chunk of chunks) if (guest.sound) this.#handlers.data(chunk);
  }
}
