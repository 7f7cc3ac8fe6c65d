// The module _interrupts: a timer that calls Python in its interrupt, as machine.Timer(hard=True) does on boards, at
// irregular intervals; and the engine's critical sections, which it counts, times and can leave out.

#include <stdlib.h>

#include "py/gc.h"
#include "py/mphal.h"
#include "py/runtime.h"

#define REGISTER(address) (*(volatile uint32_t *)(address))

#define NVIC_ENABLE REGISTER(0xe000e100)
#define NVIC_PENDING REGISTER(0xe000e200)
#define SCB_VTOR REGISTER(0xe000ed08)

// One timer that interrupts once, and one that runs freely. Both machines have the first at interrupt 8.
#define TIMER_IRQ (8)

#if defined(QEMU_SOC_MPS2)

#define TIMER(n) (0x40000000 + 0x1000 * (n))
#define TIMER_CTRL(n) REGISTER(TIMER(n) + 0x0)
#define TIMER_VALUE(n) REGISTER(TIMER(n) + 0x4)
#define TIMER_RELOAD(n) REGISTER(TIMER(n) + 0x8)
#define TIMER_CLEAR(n) REGISTER(TIMER(n) + 0xc)
#define TIMER_ENABLE (1)
#define TIMER_INTERRUPT (8)
#define NANOS_PER_TICK_8 (320) // of eight ticks: 25 MHz

static void alarm_clear(void) {
    TIMER_CTRL(0) = 0;
    TIMER_CLEAR(0) = 1;
}

static void alarm_set(uint32_t ticks) {
    TIMER_VALUE(0) = ticks;
    TIMER_RELOAD(0) = ticks;
    TIMER_CTRL(0) = TIMER_ENABLE | TIMER_INTERRUPT;
}

static void clock_start(void) {
    TIMER_RELOAD(1) = 0xffffffff;
    TIMER_VALUE(1) = 0xffffffff;
    TIMER_CTRL(1) = TIMER_ENABLE;
}

static inline uint32_t clock_ticks(void) {
    return -TIMER_VALUE(1);
}

#elif defined(QEMU_SOC_NRF51)

#define TIMER(n) (0x40008000 + 0x1000 * (n))
#define TIMER_START(n) REGISTER(TIMER(n) + 0x000)
#define TIMER_STOP(n) REGISTER(TIMER(n) + 0x004)
#define TIMER_RESET(n) REGISTER(TIMER(n) + 0x00c)
#define TIMER_CAPTURE(n) REGISTER(TIMER(n) + 0x040)
#define TIMER_COMPARED(n) REGISTER(TIMER(n) + 0x140)
#define TIMER_INTENSET(n) REGISTER(TIMER(n) + 0x304)
#define TIMER_BITMODE(n) REGISTER(TIMER(n) + 0x508)
#define TIMER_PRESCALER(n) REGISTER(TIMER(n) + 0x510)
#define TIMER_COMPARE(n) REGISTER(TIMER(n) + 0x540)
#define TIMER_COMPARE_0 (1 << 16)
#define TIMER_32_BIT (3)
#define NANOS_PER_TICK_8 (500) // of eight ticks: 16 MHz

static void alarm_clear(void) {
    TIMER_STOP(0) = 1;
    TIMER_COMPARED(0) = 0;
}

static void alarm_set(uint32_t ticks) {
    TIMER_BITMODE(0) = TIMER_32_BIT;
    TIMER_PRESCALER(0) = 0;
    TIMER_RESET(0) = 1;
    TIMER_COMPARE(0) = ticks;
    TIMER_INTENSET(0) = TIMER_COMPARE_0;
    TIMER_START(0) = 1;
}

static void clock_start(void) {
    TIMER_BITMODE(1) = TIMER_32_BIT;
    TIMER_PRESCALER(1) = 0;
    TIMER_RESET(1) = 1;
    TIMER_START(1) = 1;
}

static inline uint32_t clock_ticks(void) {
    TIMER_CAPTURE(1) = 1;
    return TIMER_COMPARE(1);
}

#else
#error this machine has no timer known here
#endif

static uint32_t random_state = 1;
static uint32_t shortest, spread;
static uint32_t fired, since_alive, patience;
static uint32_t sections, held_off;
static uint32_t section_start, longest;
static bool running, unguarded;

/******************************************************************************/
// The engine's critical sections

size_t __real_asyncio_rs_vm_enter(void);
void __real_asyncio_rs_vm_exit(size_t state);

size_t __wrap_asyncio_rs_vm_enter(void) {
    if (unguarded) {
        return 0;
    }
    size_t state = __real_asyncio_rs_vm_enter();
    ++sections;
    section_start = clock_ticks();
    return state;
}

void __wrap_asyncio_rs_vm_exit(size_t state) {
    if (unguarded) {
        return;
    }
    uint32_t lasted = clock_ticks() - section_start;
    if (lasted > longest) {
        longest = lasted;
    }
    held_off += NVIC_PENDING >> TIMER_IRQ & 1;
    __real_asyncio_rs_vm_exit(state);
}

/******************************************************************************/
// The interrupt

static void alarm_next(void) {
    random_state ^= random_state << 13;
    random_state ^= random_state >> 17;
    random_state ^= random_state << 5;
    alarm_set(shortest + random_state % spread);
}

static void interrupt(void) {
    alarm_clear();
    if (!running) {
        return;
    }
    ++fired;
    if (++since_alive > patience) {
        static const char text[] = "\r\nFAIL: nothing goes on\r\n";
        mp_hal_stdout_tx_strn(text, sizeof(text) - 1);
        exit(1);
    }
    // As shared/runtime/mpirq.c does.
    mp_sched_lock();
    gc_lock();
    if (mp_call_function_1_protected(MP_STATE_VM(interrupts_callback), mp_const_none) == MP_OBJ_NULL) {
        running = false;
    }
    gc_unlock();
    mp_sched_unlock();
    if (running) {
        alarm_next();
    }
}

static void fault(void) {
    static const char text[] = "\r\nFAIL: a fault of the processor\r\n";
    mp_hal_stdout_tx_strn(text, sizeof(text) - 1);
    exit(1);
}

static void install(void) {
    // The firmware's own table ends before the first interrupt of a peripheral.
    static uint32_t vectors[64] __attribute__((aligned(256)));
    extern const uint32_t isr_vector[];
    for (size_t i = 0; i < 16; ++i) {
        vectors[i] = isr_vector[i];
    }
    for (size_t i = 3; i <= 6; ++i) {
        vectors[i] = (uint32_t)&fault;
    }
    vectors[16 + TIMER_IRQ] = (uint32_t)&interrupt;
    SCB_VTOR = (uint32_t)vectors;
    NVIC_ENABLE = 1 << TIMER_IRQ;
}

/******************************************************************************/
// The module

// start(callback, shortest, spread, patience): times in instructions of 32 ns; patience in interrupts without alive().
static mp_obj_t interrupts_start(size_t n_args, const mp_obj_t *args) {
    (void)n_args;
    MP_STATE_VM(interrupts_callback) = args[0];
    shortest = mp_obj_get_int(args[1]) * 32 * 8 / NANOS_PER_TICK_8;
    spread = mp_obj_get_int(args[2]) * 32 * 8 / NANOS_PER_TICK_8;
    patience = mp_obj_get_int(args[3]);
    since_alive = 0;
    install();
    clock_start();
    running = true;
    alarm_next();
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_VAR_BETWEEN(interrupts_start_obj, 4, 4, interrupts_start);

static mp_obj_t interrupts_stop(void) {
    running = false;
    alarm_clear();
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_0(interrupts_stop_obj, interrupts_stop);

static mp_obj_t interrupts_alive(void) {
    since_alive = 0;
    return mp_obj_new_bool(running);
}
static MP_DEFINE_CONST_FUN_OBJ_0(interrupts_alive_obj, interrupts_alive);

static mp_obj_t interrupts_disable(void) {
    return MP_OBJ_NEW_SMALL_INT(MICROPY_BEGIN_ATOMIC_SECTION());
}
static MP_DEFINE_CONST_FUN_OBJ_0(interrupts_disable_obj, interrupts_disable);

static mp_obj_t interrupts_enable(mp_obj_t state) {
    MICROPY_END_ATOMIC_SECTION(MP_OBJ_SMALL_INT_VALUE(state));
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(interrupts_enable_obj, interrupts_enable);

// counts(): interrupts, critical sections, and interrupts that a section held off, since the start.
static mp_obj_t interrupts_counts(void) {
    mp_obj_t counts[] = {
        mp_obj_new_int_from_uint(fired), mp_obj_new_int_from_uint(sections), mp_obj_new_int_from_uint(held_off),
    };
    return mp_obj_new_tuple(MP_ARRAY_SIZE(counts), counts);
}
static MP_DEFINE_CONST_FUN_OBJ_0(interrupts_counts_obj, interrupts_counts);

// guard(False): from now on critical sections do nothing.
static mp_obj_t interrupts_guard(mp_obj_t on) {
    unguarded = !mp_obj_is_true(on);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(interrupts_guard_obj, interrupts_guard);

// longest(): nanoseconds that the longest section took since the last call.
static mp_obj_t interrupts_longest(void) {
    uint64_t nanos = (uint64_t)longest * NANOS_PER_TICK_8 / 8;
    longest = 0;
    return mp_obj_new_int_from_ull(nanos);
}
static MP_DEFINE_CONST_FUN_OBJ_0(interrupts_longest_obj, interrupts_longest);

// section(): one with nothing in it.
static mp_obj_t interrupts_section(void) {
    clock_start();
    __wrap_asyncio_rs_vm_exit(__wrap_asyncio_rs_vm_enter());
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_0(interrupts_section_obj, interrupts_section);

static const mp_rom_map_elem_t interrupts_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR__interrupts) },
    { MP_ROM_QSTR(MP_QSTR_start), MP_ROM_PTR(&interrupts_start_obj) },
    { MP_ROM_QSTR(MP_QSTR_stop), MP_ROM_PTR(&interrupts_stop_obj) },
    { MP_ROM_QSTR(MP_QSTR_alive), MP_ROM_PTR(&interrupts_alive_obj) },
    { MP_ROM_QSTR(MP_QSTR_disable), MP_ROM_PTR(&interrupts_disable_obj) },
    { MP_ROM_QSTR(MP_QSTR_enable), MP_ROM_PTR(&interrupts_enable_obj) },
    { MP_ROM_QSTR(MP_QSTR_counts), MP_ROM_PTR(&interrupts_counts_obj) },
    { MP_ROM_QSTR(MP_QSTR_guard), MP_ROM_PTR(&interrupts_guard_obj) },
    { MP_ROM_QSTR(MP_QSTR_longest), MP_ROM_PTR(&interrupts_longest_obj) },
    { MP_ROM_QSTR(MP_QSTR_section), MP_ROM_PTR(&interrupts_section_obj) },
};
static MP_DEFINE_CONST_DICT(interrupts_globals, interrupts_globals_table);

const mp_obj_module_t mp_module_interrupts = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&interrupts_globals,
};

MP_REGISTER_MODULE(MP_QSTR__interrupts, mp_module_interrupts);
MP_REGISTER_ROOT_POINTER(mp_obj_t interrupts_callback);
