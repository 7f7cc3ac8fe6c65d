// The configuration of the qemu port, and over it what asyncio and its tests want: a clock, polling and an idle wait.
// It is included in place of mpconfigport.h (MP_CONFIGFILE) and says nothing that differs between the two arms.

// The engine's module says on the command line that the builtin accelerator is out; the stock arm says nothing.
#ifdef MICROPY_PY_ASYNCIO
#define OVERLAY_PY_ASYNCIO              (0)
#else
#define OVERLAY_PY_ASYNCIO              (1)
#endif

#include <stdint.h>

#include "mpconfigport.h"

#undef MICROPY_PY_ASYNCIO
#undef MICROPY_PY_SELECT
#undef MICROPY_PY_TIME

#define MICROPY_PY_ASYNCIO              OVERLAY_PY_ASYNCIO
#define MICROPY_PY_SELECT               (1)
#define MICROPY_PY_TIME                 (1)
#define MICROPY_KBD_EXCEPTION           (1)

#if defined(__ARM_ARCH_PROFILE) && __ARM_ARCH_PROFILE == 'M'

// Interrupts run here, which the port does not reckon with.
#define MICROPY_BEGIN_ATOMIC_SECTION()  overlay_disable_irq()
#define MICROPY_END_ATOMIC_SECTION(s)   overlay_restore_irq(s)

// SysTick ends the wait after a millisecond at the latest. WFI and not WFE: QEMU sleeps in the first and spins in the second.
#define MICROPY_INTERNAL_WFE(timeout_ms) __asm volatile ("wfi" ::: "memory")

static inline uint32_t overlay_disable_irq(void) {
    uint32_t state;
    __asm volatile ("mrs %0, primask\n" "cpsid i" : "=r" (state) :: "memory");
    return state;
}

static inline void overlay_restore_irq(uint32_t state) {
    __asm volatile ("msr primask, %0" :: "r" (state) : "memory");
}

#endif
