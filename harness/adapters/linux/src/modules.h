/* Kernel modules that came with the first file system. */
#ifndef KACS_MODULES_H
#define KACS_MODULES_H

/* Loads all of /kacs/modules, in the order of their names, and says on the console what failed. */
void load_modules(void);

#endif
