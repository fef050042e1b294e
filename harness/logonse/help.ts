/** @module What `logonse --help` says. */

/** Not wider than 80 columns. @internal */
export const HELP = `usage: logonse [--adapter TARGET] SUBCOMMAND [ARGUMENTS] [--json]

logon sessions of a KACS system: list them, create and destroy them

subcommands:
  list         the sessions that have processes, with the ids of these
  show ID      the processes of one session
  create SPEC  create a session from a binary specification (a file, or - for
               standard input) and print its id
  destroy ID   destroy a session that no token refers to any more
  psb --pid PID --mitigations MASK
               set mitigation flags of a process; they cannot be cleared again

options:
  --json            print JSON instead of text
  --adapter TARGET  the system: stdio:COMMAND, unix:PATH or tcp:HOST:PORT
                    (default: KACS_ADAPTER, else a demo world, made anew each
                    time; for one that lasts:
                    kacs-conformance serve --shared --listen unix:PATH)
  -h, --help        this text

ID and MASK are decimal, or hexadecimal with 0x. list and show walk the running
processes: a session without one is not seen, and what starts or ends meanwhile
may be missed. A SPEC is made by: kacs-conformance spec encode

exit status: 0 done, 1 a usage error or a failure
`;
