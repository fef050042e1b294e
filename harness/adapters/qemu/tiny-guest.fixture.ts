/**
 * @module Guests of a few instructions, for tests: they do in a fraction of a second what a kernel
 * takes long to get to. A flat image that QEMU loads as a "multiboot" kernel (Multiboot 0.6.96).
 */

/** One thing after the other. @internal */
export type Act =
  | { readonly print: string; readonly to: 'console' | 'agent' }
  /** Until a line came over the agent's port. */
  | { readonly await: 'line' };

const PORTS = { console: 0x3f8, agent: 0x2f8 } as const;
const LOAD = 0x100000;
const HEADER_BYTES = 32;

/** The image of a guest that does this and then sleeps, with interrupts off. @internal */
export function tinyGuest(...acts: readonly Act[]): Buffer {
  const codeBytes = acts.reduce((sum, act) => sum + ('print' in act ? PRINT_BYTES : 22), 0);
  let text = LOAD + HEADER_BYTES + codeBytes + HALT.length;
  const code: Buffer[] = [];
  const texts: Buffer[] = [];
  for (const act of acts) {
    if ('await' in act) code.push(awaitLine());
    else {
      code.push(print(text, PORTS[act.to]));
      const bytes = Buffer.from(`${act.print}\0`);
      texts.push(bytes);
      text += bytes.length;
    }
  }
  return Buffer.concat([header(), ...code, HALT, ...texts]);
}

function header(): Buffer {
  const flags = 0x0001_0000;
  const magic = 0x1bad_b002;
  const fields = [magic, flags, -(magic + flags), LOAD, LOAD, 0, 0, LOAD + HEADER_BYTES];
  const bytes = Buffer.alloc(HEADER_BYTES);
  fields.forEach((field, index) => bytes.writeUInt32LE(field >>> 0, index * 4));
  return bytes;
}

const PRINT_BYTES = 34;
/** `hlt; jmp $-1`. */
const HALT = Buffer.from('f4ebfd', 'hex');

function print(address: number, port: number): Buffer {
  return assemble(
    ['be', le(address, 4)], // mov esi, address
    ['66ba', le(port, 2)], // mov dx, port
    ['ac', '84c0', '7414'], // next: lodsb; test al, al; jz end
    ['88c4', '6683c205'], // mov ah, al; add dx, 5
    ['ec', 'a820', '74fb'], // wait: in al, dx; test al, 0x20; jz wait
    ['6683ea05', '88e0', 'ee', 'ebe7'], // sub dx, 5; mov al, ah; out dx, al; jmp next
  );
}

function awaitLine(): Buffer {
  return assemble(
    ['66ba', le(PORTS.agent + 5, 2)], // mov dx, line status
    ['ec', 'a801', '74fb'], // next: in al, dx; test al, 1; jz next
    ['6683ea05', 'ec', '6683c205'], // sub dx, 5; in al, dx; add dx, 5
    ['3c0a', '75ee'], // cmp al, 10; jnz next
  );
}

function assemble(...lines: readonly (readonly string[])[]): Buffer {
  return Buffer.from(lines.flat().join(''), 'hex');
}

function le(value: number, width: number): string {
  const bytes = Buffer.alloc(width);
  bytes.writeUIntLE(value, 0, width);
  return bytes.toString('hex');
}
