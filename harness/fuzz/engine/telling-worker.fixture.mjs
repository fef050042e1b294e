/** A worker of the build whose candidate tells of its edges for a while, and then talks nonsense. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const build = pathToFileURL(join(process.cwd(), process.env['KACS_DIST'] ?? 'dist'));
const { FuzzWorker } = await import(`${build}/harness/fuzz/engine/worker.js`);
const { openTarget } = await import(`${build}/harness/cli/targets.js`);
const { AdapterFault } = await import(`${build}/harness/adapters/adapter.js`);

const TELLS = 300;
let asked = 0;
let calls = 0;

function open(target, options) {
  const inner = openTarget(target, options);
  const reached = new Set();
  return {
    hello: async (request) => {
      const hello = await inner.hello(request);
      return { ...hello, capabilities: [...hello.capabilities, 'coverage'] };
    },
    close: () => inner.close(),
    call: (op, params) => {
      calls += 1;
      reached.add(op.length).add(1000 + calls);
      return inner.call(op, params);
    },
    takeCoverage: async () => {
      asked += 1;
      if (asked > TELLS) throw new AdapterFault('adapter x: 1000000 numbers');
      const edges = [...reached];
      reached.clear();
      return edges;
    },
  };
}

process.on('disconnect', () => process.exit(0));
process.on('message', (message) => {
  if (message.kind !== 'start') return;
  const worker = new FuzzWorker(message.config, (said) => process.send?.(said), open);
  process.on('message', (later) => worker.take(later));
  void worker.run();
});
