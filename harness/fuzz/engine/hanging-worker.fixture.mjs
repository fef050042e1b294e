/**
 * A worker of the build whose candidate, in its own process, never answers session records with a
 * package of one special byte.
 */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';

const build = pathToFileURL(join(process.cwd(), process.env['KACS_DIST'] ?? 'dist'));
const { FuzzWorker } = await import(`${build}/harness/fuzz/engine/worker.js`);
const { openTarget } = await import(`${build}/harness/cli/targets.js`);

function open(target, options) {
  const inner = openTarget(target, options);
  return {
    hello: (request) => inner.hello(request),
    close: () => inner.close(),
    call: (op, params) => {
      const spec = String(params['spec'] ?? '');
      if (op === 'kacs_create_session' && /^..0100(?:41|4e)/.test(spec)) for (;;);
      return inner.call(op, params);
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
