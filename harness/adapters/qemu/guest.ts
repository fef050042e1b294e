/**
 * @module One guest from its start to its fate. Whatever it says on its console or over the agent's
 * port is the word of the kernel under test: bounded, and never believed beyond what it shows.
 */
import { rmSync } from 'node:fs';
import type { Duplex } from 'node:stream';
import { AdapterFault } from '../adapter.js';
import { ConsoleWatch } from './console-watch.js';
import { startEmulator, type Emulator } from './emulator.js';
import { bootProblem, type Fate } from './fate.js';
import { machineArguments, PORTS, type MachineSpec } from './machine.js';
import { Qmp, QmpError, type MachineEvent } from './qmp.js';
import { describeProcessors, processorsOf } from './registers.js';
import { isHang, processorTimeMs } from './silence.js';
import type { SystemMap } from './system-map.js';

/** @internal */
export interface GuestSetup {
  readonly spec: MachineSpec;
  readonly bootDeadlineMs: number;
  readonly systemMap?: SystemMap;
  /** Of a guest that starts from a snapshot: where its agent listens. */
  readonly port?: string;
}

/** After the first line of trouble, the rest of the report follows within so long. */
const REPORT_QUIET_MS = 400;
const REPORT_MS_MAX = 3000;
const LOOK_MS = 500;
const SNAPSHOT_PATIENCE_MS = 60_000;
const POLL_MS = 5;
const LAST_WORDS_MS = 500;
/** As fast as it can. */
const BANDWIDTH = 2 ** 40;

/** @internal */
export class Guest {
  /** Settles once, with what became of it. */
  readonly over: Promise<Fate>;
  /** Trouble of the kernel before the agent was ready, in one line each. */
  readonly bootTroubles: string[] = [];

  readonly #setup: GuestSetup;
  readonly #emulator: Emulator;
  readonly #qmp: Qmp;
  readonly #watch: ConsoleWatch;
  readonly #ready: Promise<void>;
  #port: string;
  #becomeReady: () => void = () => undefined;
  #finish: (fate: Fate) => void = () => undefined;
  #phase: 'booting' | 'ready' | 'reporting' | 'over' = 'booting';
  #awaited: (() => void)[] = [];
  #suspected = false;
  #paused = false;
  #signOfLife = performance.now();
  #processorMs: number | undefined;
  #quiet: NodeJS.Timeout | undefined;
  #patience: NodeJS.Timeout | undefined;
  readonly #look: NodeJS.Timeout;

  constructor(setup: GuestSetup) {
    this.#setup = setup;
    this.#port = setup.port ?? '';
    this.#ready = new Promise((resolve) => {
      this.#becomeReady = resolve;
    });
    this.over = new Promise((resolve) => {
      this.#finish = resolve;
    });
    this.#emulator = startEmulator(machineArguments(setup.spec));
    this.#watch = new ConsoleWatch({
      ready: (port) => this.#becomesReady(port),
      heartbeat: () => this.#heartbeat(),
      agentEnded: (how) => this.#agentEnded(how),
      trouble: () => this.#trouble(),
      lastWords: () => this.#told(),
    });
    this.#emulator.console.on('data', (chunk: Buffer) => {
      this.#watch.push(chunk);
      if (this.#phase === 'reporting') this.#quiet?.refresh();
    });
    this.#qmp = new Qmp(this.#emulator.control, (event) => this.#event(event));
    void this.#emulator.gone.then((reason) => this.#end({ kind: 'emulator', reason }));
    this.#look = setInterval(() => void this.#lookForLife(), LOOK_MS);
    this.#look.unref();
  }

  /** Waits until the agent has its port open; an {@link AdapterFault} says why it does not. */
  async boot(): Promise<void> {
    const { bootDeadlineMs } = this.#setup;
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<'late'>((resolve) => {
      timer = setTimeout(() => resolve('late'), bootDeadlineMs);
    });
    const first = await Promise.race([this.#ready.then(() => 'ready'), this.over, late]);
    clearTimeout(timer);
    if (first === 'ready') return;
    const { bytes, complaint } = this.#watch;
    const told = {
      bytes,
      text: this.#watch.text(),
      ...(complaint === undefined ? {} : { complaint }),
    };
    this.kill();
    throw new AdapterFault(bootProblem(first as Fate | 'late', told, bootDeadlineMs));
  }

  /** Starts from the snapshot of the specification. */
  async restore(): Promise<void> {
    const { snapshot = '' } = this.#setup.spec;
    try {
      await this.#qmp.negotiate();
      await this.#migrate('migrate-incoming', `exec:cat ${quoted(snapshot)}`);
      await this.#qmp.execute('cont');
    } catch (error) {
      if (!(error instanceof QmpError)) throw error;
      throw await this.#unusable('restored', error);
    }
    this.#becomesReady(this.#port);
  }

  /** Writes its whole state to a file; it goes on from there. */
  async save(file: string): Promise<void> {
    try {
      await this.#qmp.negotiate();
      this.#paused = true;
      await this.#qmp.execute('stop');
      await this.#qmp.execute('migrate-set-parameters', { 'max-bandwidth': BANDWIDTH });
      await this.#migrate('migrate', `exec:cat > ${quoted(file)}`);
      await this.#qmp.execute('cont');
    } catch (error) {
      if (!(error instanceof QmpError)) throw error;
      rmSync(file, { force: true });
      throw await this.#unusable('saved', error);
    }
    this.#signOfLife = performance.now();
    this.#paused = false;
  }

  /** The agent's port inside the guest, as the agent itself named it. */
  get port(): string {
    return this.#port;
  }

  /** The harness's end of that port. */
  get stream(): Duplex {
    const { virtio, serial } = this.#emulator.ports;
    return this.#port === PORTS.virtio ? virtio : serial;
  }

  /** Whether what comes over the port may still be believed. */
  get sound(): boolean {
    return this.#phase === 'ready';
  }

  /** Settles when the agent's supervisor speaks again; never, if the guest ends before that. */
  nextSignOfLife(): Promise<void> {
    return new Promise((resolve) => this.#awaited.push(resolve));
  }

  /** The last of what the console showed, escaped. */
  consoleText(): string {
    return this.#watch.text();
  }

  kill(): void {
    this.#end({ kind: 'ended' });
  }

  /** Settles when nothing is left of the emulator. */
  get gone(): Promise<unknown> {
    return this.#emulator.gone;
  }

  #heartbeat(): void {
    this.#signOfLife = performance.now();
    this.#processorMs = undefined;
    const awaited = this.#awaited;
    this.#awaited = [];
    for (const settle of awaited) settle();
  }

  #becomesReady(port: string): void {
    if (this.#phase !== 'booting') return;
    this.#port = port;
    this.#phase = 'ready';
    this.#signOfLife = performance.now();
    const early = this.#watch.report;
    if (early !== undefined) this.bootTroubles.push(`while it booted: ${early.headline}`);
    this.#watch.forgetReport();
    this.#becomeReady();
  }

  /** What the kernel did to it may still be on its way. */
  #agentEnded(how: string): void {
    if (this.#phase !== 'ready') return;
    setTimeout(() => {
      if (this.#phase === 'ready') this.#end({ kind: 'agent', how });
    }, REPORT_QUIET_MS);
  }

  #trouble(): void {
    // A kernel may complain about this machine while it boots; what it dies of comes out anyway.
    if (this.#phase !== 'ready' && this.#phase !== 'booting') return;
    if (this.#phase === 'ready') this.#phase = 'reporting';
    const told = (): void => this.#told();
    clearTimeout(this.#quiet);
    clearTimeout(this.#patience);
    this.#quiet = setTimeout(told, REPORT_QUIET_MS);
    this.#patience = setTimeout(told, REPORT_MS_MAX);
  }

  #told(): void {
    const { report } = this.#watch;
    if (report === undefined) return;
    if (this.#phase === 'booting' && report.trouble !== 'panic') return;
    this.#end({ kind: 'trouble', trouble: report.trouble, report });
  }

  #event({ name, reason }: MachineEvent): void {
    if (name === 'SHUTDOWN' && reason.startsWith('guest')) {
      const how = reason === 'guest-reset' ? 'restarted itself' : 'powered itself off';
      // What it said before it went tells more.
      if (this.#watch.report !== undefined && this.#phase !== 'over') this.#told();
      this.#end({ kind: 'off', how });
    }
  }

  async #lookForLife(): Promise<void> {
    if (this.#phase !== 'ready' || this.#paused) return;
    const { pid } = this.#emulator;
    const now = pid === undefined ? undefined : processorTimeMs(pid);
    this.#processorMs ??= now;
    const used =
      now === undefined || this.#processorMs === undefined ? undefined : now - this.#processorMs;
    const silentMs = performance.now() - this.#signOfLife;
    // After a pause of the harness itself, what waits in the pipe is read before the second look.
    const before = this.#suspected;
    this.#suspected = isHang(silentMs, used);
    if (!this.#suspected || !before) return;
    this.#phase = 'reporting';
    this.#end({ kind: 'hang', silentMs, processors: await this.#processors() });
  }

  async #processors(): Promise<readonly string[]> {
    try {
      const text = await this.#qmp.monitor('info registers -a');
      return describeProcessors(processorsOf(text), this.#setup.systemMap);
    } catch {
      return [];
    }
  }

  #end(fate: Fate): void {
    if (this.#phase === 'over') return;
    this.#phase = 'over';
    clearInterval(this.#look);
    clearTimeout(this.#quiet);
    clearTimeout(this.#patience);
    this.#emulator.kill();
    this.#finish(fate);
  }

  /** What the emulator said as it ended tells more than that it ended. */
  async #unusable(what: string, error: QmpError): Promise<AdapterFault> {
    const gone = this.#emulator.gone;
    const late = new Promise<string>((resolve) => setTimeout(resolve, LAST_WORDS_MS, ''));
    const words = await Promise.race([gone, late]);
    this.kill();
    return new AdapterFault(`the guest cannot be ${what}: ${words === '' ? error.message : words}`);
  }

  async #migrate(command: string, uri: string): Promise<void> {
    await this.#qmp.execute(command, { uri });
    const start = performance.now();
    for (;;) {
      const state = (await this.#qmp.execute('query-migrate')) as { readonly status?: string };
      if (state.status === 'completed') return;
      if (state.status === 'failed') throw new QmpError('the emulator says that it failed');
      if (performance.now() - start > SNAPSHOT_PATIENCE_MS) throw new QmpError('it takes too long');
      await new Promise((resolve) => setTimeout(resolve, POLL_MS));
    }
  }
}

/** A path for the shell that the emulator starts. */
function quoted(path: string): string {
  return `'${path.replaceAll("'", `'\\''`)}'`;
}
