// Time on the Cortex-M machines of QEMU: SysTick interrupts each millisecond, its counter gives what lies between.
// It also enables the FPU where the code is compiled for one, since the port's reset handler does not.

#include "py/runtime.h"
#include "py/mphal.h"

// The frequency at which QEMU clocks the core, whatever the real chip would do.
#if defined(QEMU_SOC_NRF51)
#define CORE_HZ (16000000)
#elif defined(QEMU_SOC_STM32)
#define CORE_HZ (120000000)
#elif defined(QEMU_SOC_MPS3)
#define CORE_HZ (32000000)
#elif defined(QEMU_SOC_MPS2)
#define CORE_HZ (25000000)
#else
#error this machine has no SysTick known here
#endif

#define CYCLES_PER_MS (CORE_HZ / 1000)
#define CYCLES_PER_US (CORE_HZ / 1000000)

#define SCB_ICSR (*(volatile uint32_t *)0xe000ed04)
#define SCB_ICSR_PENDSTSET (1 << 26)
#define SCB_CPACR (*(volatile uint32_t *)0xe000ed88)
#define SCB_CPACR_FPU (0xf << 20)

typedef struct _systick_t {
    volatile uint32_t CTRL;
    volatile uint32_t LOAD;
    volatile uint32_t VAL;
} systick_t;

#define SYSTICK ((systick_t *)0xe000e010)
#define SYSTICK_CTRL_RUN (7) // core clock, interrupt, enable

static volatile uint32_t ms_since_start;

void __wrap_SysTick_Handler(void) {
    ++ms_since_start;
}

int __real_main(int argc, char **argv);

int __wrap_main(int argc, char **argv) {
    #if defined(__ARM_FP)
    SCB_CPACR |= SCB_CPACR_FPU;
    __asm volatile ("dsb\n" "isb");
    #endif
    SYSTICK->LOAD = CYCLES_PER_MS - 1;
    SYSTICK->VAL = 0;
    SYSTICK->CTRL = SYSTICK_CTRL_RUN;
    return __real_main(argc, argv);
}

// Milliseconds and, below a millisecond, cycles, as of one moment. Safe with interrupts off for less than a millisecond.
static uint32_t now(uint32_t *cycles) {
    uint32_t state = MICROPY_BEGIN_ATOMIC_SECTION();
    uint32_t ms = ms_since_start;
    uint32_t left = SYSTICK->VAL;
    if (SCB_ICSR & SCB_ICSR_PENDSTSET) {
        // The counter wrapped, before or after the line above, and nobody has counted that millisecond yet.
        ++ms;
        left = SYSTICK->VAL;
    }
    MICROPY_END_ATOMIC_SECTION(state);
    *cycles = CYCLES_PER_MS - 1 - left;
    return ms;
}

mp_uint_t mp_hal_ticks_ms(void) {
    return ms_since_start;
}

mp_uint_t mp_hal_ticks_us(void) {
    uint32_t cycles;
    uint32_t ms = now(&cycles);
    return ms * 1000 + cycles / CYCLES_PER_US;
}

mp_uint_t mp_hal_ticks_cpu(void) {
    uint32_t cycles;
    uint32_t ms = now(&cycles);
    return ms * CYCLES_PER_MS + cycles;
}

void mp_hal_delay_ms(mp_uint_t ms) {
    // One tick more: the millisecond that runs already does not count.
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
