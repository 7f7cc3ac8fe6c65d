// Enables the FPU of a RISC-V machine, which the port's start does not.

int __real_main(int argc, char **argv);

int __wrap_main(int argc, char **argv) {
    // mstatus.FS, Initial.
    __asm volatile ("csrs mstatus, %0" :: "r" (1 << 13));
    return __real_main(argc, argv);
}
