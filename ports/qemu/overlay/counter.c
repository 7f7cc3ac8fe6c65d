// Time on the machines of QEMU that count without an interrupt: a Cortex-A9 and RISC-V. Waiting is looking again.
// What divides is of 32 bits: a division of 64 brings unwinding tables, which the port's linker scripts have no place for.

#include "py/runtime.h"
#include "py/mphal.h"

#if defined(__riscv)

#define COUNTS_PER_US (10)

static uint32_t count(void) {
    uint32_t low;
    __asm volatile ("rdtime %0" : "=r" (low));
    return low;
}

#else

// The A9's global timer; QEMU has it at 100 MHz.
#define COUNTS_PER_US (100)
#define TIMER_LOW (*(volatile uint32_t *)0x00a00200)
#define TIMER_CONTROL (*(volatile uint32_t *)0x00a00208)

static uint32_t count(void) {
    TIMER_CONTROL = 1;
    return TIMER_LOW;
}

#endif

// Right as long as somebody asks more often than the counter wraps, which is in 43 seconds at the least.
mp_uint_t mp_hal_ticks_us(void) {
    static uint32_t us, counted;
    uint32_t passed = (count() - counted) / COUNTS_PER_US;
    counted += passed * COUNTS_PER_US;
    return us += passed;
}

mp_uint_t mp_hal_ticks_ms(void) {
    static uint32_t ms, counted;
    uint32_t passed = (mp_hal_ticks_us() - counted) / 1000;
    counted += passed * 1000;
    return ms += passed;
}

mp_uint_t mp_hal_ticks_cpu(void) {
    return count();
}

void mp_hal_delay_ms(mp_uint_t ms) {
    mp_uint_t start = mp_hal_ticks_ms();
    while (mp_hal_ticks_ms() - start <= ms) {
        mp_event_wait_ms(1);
    }
}

void mp_hal_delay_us(mp_uint_t us) {
    mp_uint_t start = mp_hal_ticks_us();
    while (mp_hal_ticks_us() - start < us) {
    }
}
