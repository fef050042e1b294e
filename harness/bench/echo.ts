/** @module A child that only parses and re-serialises each line: the bound of any adapter. */
import { createInterface } from 'node:readline';

let out: string[] = [];
createInterface({ input: process.stdin }).on('line', (line) => {
  if (out.length === 0) setImmediate(flush);
  out.push(JSON.stringify(JSON.parse(line)));
});

function flush(): void {
  process.stdout.write(`${out.join('\n')}\n`);
  out = [];
}
