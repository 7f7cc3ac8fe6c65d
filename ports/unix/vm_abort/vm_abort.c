// The module _vm_abort: what a port does that ends whatever Python runs without an exception.

#include "py/runtime.h"

// call(f): whether f() was aborted.
static mp_obj_t vm_abort_call(mp_obj_t f) {
    nlr_buf_t nlr;
    bool aborted = false;
    if (nlr_push(&nlr) == 0) {
        nlr_set_abort(&nlr);
        mp_call_function_0(f);
        nlr_pop();
    } else if (nlr.ret_val == NULL) {
        aborted = true;
    } else {
        nlr_set_abort(NULL);
        nlr_raise(MP_OBJ_FROM_PTR(nlr.ret_val));
    }
    nlr_set_abort(NULL);
    return mp_obj_new_bool(aborted);
}
static MP_DEFINE_CONST_FUN_OBJ_1(vm_abort_call_obj, vm_abort_call);

static mp_obj_t vm_abort_abort(void) {
    mp_sched_vm_abort();
    return mp_const_none;
}
static MP_DEFINE_CONST_FUN_OBJ_0(vm_abort_abort_obj, vm_abort_abort);

static const mp_rom_map_elem_t vm_abort_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR__vm_abort) },
    { MP_ROM_QSTR(MP_QSTR_call), MP_ROM_PTR(&vm_abort_call_obj) },
    { MP_ROM_QSTR(MP_QSTR_abort), MP_ROM_PTR(&vm_abort_abort_obj) },
};
static MP_DEFINE_CONST_DICT(vm_abort_globals, vm_abort_globals_table);

const mp_obj_module_t mp_module_vm_abort = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&vm_abort_globals,
};

MP_REGISTER_MODULE(MP_QSTR__vm_abort, mp_module_vm_abort);
