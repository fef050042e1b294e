/** @module The command, with its peak memory in KiB on standard error at the end. */
process.on('exit', () => {
  process.stderr.write(`peak ${process.resourceUsage().maxRSS}\n`);
});
await import('../cli/main.js');
