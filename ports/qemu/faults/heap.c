// The module _heap: how large the heap is from the next soft reset on. At each reset the whole of what was the heap is
// overwritten, so that whatever still uses it comes to grief.

#include <string.h>

#include "py/gc.h"
#include "py/mphal.h"
#include "py/runtime.h"

#include "injector.h"

// The port's own heap, of which a part is used.
static byte *heap;
static size_t heap_whole;
static size_t heap_used;
static int heap_filler = 0xa5;

void __real_mp_init(void);
mp_uint_t __real_mp_hal_ticks_ms(void);

void __wrap_mp_init(void) {
    if (heap == NULL) {
        heap = MP_STATE_MEM(area).gc_alloc_table_start;
        heap_whole = MP_STATE_MEM(area).gc_pool_end - heap;
        heap_used = heap_whole;
    }
    memset(heap, heap_filler, heap_whole);
    gc_init(heap, heap + heap_used);
    __real_mp_init();
}

// What an interrupt and the frames of C that do not check may take more than the limit.
#define STACK_SPARE (1024)

extern char _ebss, _estack;

void __real_mp_stack_set_limit(mp_uint_t limit);

void __wrap_mp_stack_set_limit(mp_uint_t limit) {
    mp_uint_t there_is = &_estack - &_ebss;
    __real_mp_stack_set_limit(MIN(limit, there_is - STACK_SPARE));
}

mp_uint_t __wrap_mp_hal_ticks_ms(void) {
    injector_checkpoint();
    return __real_mp_hal_ticks_ms();
}

// size(n): the heap has n bytes, with the collector's tables, from the next soft reset on.
static mp_obj_t heap_size(mp_obj_t n) {
    mp_int_t size = mp_obj_get_int(n);
    if (size <= 0 || (size_t)size > heap_whole) {
        mp_raise_ValueError(NULL);
    }
    heap_used = size;
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(heap_size_obj, heap_size);

// fill(byte): what the heap is overwritten with from the next soft reset on.
static mp_obj_t heap_fill(mp_obj_t byte) {
    heap_filler = mp_obj_get_int(byte);
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_1(heap_fill_obj, heap_fill);

static const mp_rom_map_elem_t heap_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR__heap) },
    { MP_ROM_QSTR(MP_QSTR_size), MP_ROM_PTR(&heap_size_obj) },
    { MP_ROM_QSTR(MP_QSTR_fill), MP_ROM_PTR(&heap_fill_obj) },
};
static MP_DEFINE_CONST_DICT(heap_globals, heap_globals_table);

const mp_obj_module_t heap_user_cmodule = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&heap_globals,
};

MP_REGISTER_MODULE(MP_QSTR__heap, heap_user_cmodule);
