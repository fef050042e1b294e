/** @module The emulator's command line: a machine with nothing in it that is not needed. */
import type { Acceleration } from './guest-options.js';

/** The program that everything here is about. @internal */
export const QEMU = 'qemu-system-x86_64';

/** Descriptors of the emulator, each a socket to the harness. @internal */
export const DESCRIPTORS = { console: 3, serial: 4, control: 5, virtio: 6 } as const;

/** Where the agent looks for the harness, in this order, inside the guest. @internal */
export const PORTS = { virtio: '/dev/vport0p1', serial: '/dev/ttyS1' } as const;

/** Where an agent that forwards its calls finds the served reference. */
const SEAM_PORT = '/dev/vport0p2';

/** @internal */
export interface MachineSpec {
  readonly kernel: string;
  readonly initramfs: string;
  readonly append: string;
  readonly memoryMiB: number;
  readonly cpus: number;
  readonly accel: Acceleration;
  /** How long the agent waits for a call. */
  readonly callDeadlineMs: number;
  /** The socket of a served reference, for an agent that forwards its calls there. */
  readonly seam?: string;
  /** Starts from this snapshot instead of booting. */
  readonly snapshot?: string;
}

/**
 * Warnings and worse go to the console, from the first instruction on. Addresses stay where the
 * System.map has them, and a panic is not hidden by a restart.
 */
const KERNEL_ARGUMENTS = [
  'console=ttyS0,115200',
  'earlyprintk=serial,ttyS0,115200',
  'loglevel=5',
  'nokaslr',
  'panic=0',
  `kacs.port=${PORTS.virtio},${PORTS.serial}`,
];

/** The arguments of the emulator. @internal */
export function machineArguments(spec: MachineSpec): readonly string[] {
  const { kernel, initramfs, memoryMiB, cpus, accel, seam, snapshot } = spec;
  return [
    ...['-nodefaults', '-no-user-config', '-display', 'none', '-machine', 'pc,usb=off'],
    ...['-accel', accel === 'tcg' ? 'tcg,thread=multi' : 'kvm', '-cpu', processorModel(accel)],
    ...['-m', `${memoryMiB}M`, '-smp', String(cpus)],
    ...['-kernel', kernel, '-initrd', initramfs, '-append', kernelCommandLine(spec)],
    // A guest that restarts itself is gone, and one that panics stays, to be looked at.
    ...['-no-reboot', '-action', 'panic=none'],
    ...serialPort('console', DESCRIPTORS.console),
    ...serialPort('serial', DESCRIPTORS.serial),
    ...['-device', 'virtio-serial-pci,id=bus,max_ports=3'],
    ...virtioPort(1, 'virtio', `fd=${DESCRIPTORS.virtio}`),
    ...(seam === undefined ? [] : virtioPort(2, 'seam', `path=${commaSafe(seam)}`)),
    ...['-chardev', `socket,id=control,fd=${DESCRIPTORS.control}`],
    ...['-mon', 'chardev=control,mode=control'],
    ...(snapshot === undefined ? [] : ['-incoming', 'defer']),
  ];
}

/** What the kernel is told; what the person appends comes last, so that it wins. @internal */
export function kernelCommandLine(spec: MachineSpec): string {
  const { append, seam, callDeadlineMs } = spec;
  const forAgent = [
    `kacs.deadline=${callDeadlineMs}`,
    ...(seam === undefined ? [] : [`kacs.seam=${SEAM_PORT}`]),
  ];
  return [...KERNEL_ARGUMENTS, ...forAgent, append].filter((text) => text !== '').join(' ');
}

/**
 * All that the processor has, or all that the emulation knows; but page tables of four levels, as
 * most machines have them. @internal
 */
export function processorModel(accel: Acceleration): string {
  return accel === 'kvm' ? 'host' : 'max,la57=off';
}

function serialPort(id: string, descriptor: number): readonly string[] {
  return ['-chardev', `socket,id=${id},fd=${descriptor}`, '-serial', `chardev:${id}`];
}

function virtioPort(number: number, id: string, socket: string): readonly string[] {
  const device = `virtserialport,bus=bus.0,nr=${number},chardev=${id},name=kacs.${id}`;
  return ['-chardev', `socket,id=${id},${socket}`, '-device', device];
}

/** In the emulator's options a comma inside a value is written twice. */
function commaSafe(path: string): string {
  return path.replaceAll(',', ',,');
}
