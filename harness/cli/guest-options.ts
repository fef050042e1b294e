/** @module The options of commands that can start a guest. */
import { Option, type Command } from 'commander';
import { countingNumber } from './options.js';

/** Adds what `--adapter qemu` takes; a command may have jobs of its own. @internal */
export function addGuestOptions(command: Command, { ownJobs = false } = {}): Command {
  command
    .optionsGroup('With --adapter qemu:')
    .option('--kernel <file>', 'the bzImage or vmlinux to boot')
    .option('--initrd <file>', 'an archive of your own, unpacked before the agent')
    .option('--modules <folder>', 'lib/modules/VERSION, or a folder of .ko files to load')
    .option('--append <text>', 'more arguments for the kernel')
    .option('--memory <size>', 'memory of each guest (default: 512M)')
    .option('--cpus <n>', 'processors of each guest (default: 1)', countingNumber)
    .addOption(
      new Option(
        '--accel <how>',
        'auto takes kvm only after a guest has answered under it (default: auto)',
      ).choices(['auto', 'tcg', 'kvm']),
    )
    .option('--system-map <file>', 'System.map or /proc/kallsyms, to name where a guest hangs')
    .option('--agent <file>', 'another static agent than the one of this package')
    .option('--boot-deadline <seconds>', 'how long a boot may take (default: 120)', countingNumber);
  if (ownJobs) return command;
  return command.option('--jobs <n>', 'guests beside each other (default: 1)', countingNumber);
}
