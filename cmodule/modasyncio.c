#include "py/runtime.h"

extern size_t asyncio_rs_probe(size_t x);

static mp_obj_t probe(void) {
    return mp_obj_new_int(asyncio_rs_probe(1));
}
static MP_DEFINE_CONST_FUN_OBJ_0(probe_obj, probe);

static const mp_rom_map_elem_t mp_module_asyncio_globals_table[] = {
    { MP_ROM_QSTR(MP_QSTR___name__), MP_ROM_QSTR(MP_QSTR__asyncio) },
    { MP_ROM_QSTR(MP_QSTR_probe), MP_ROM_PTR(&probe_obj) },
};
static MP_DEFINE_CONST_DICT(mp_module_asyncio_globals, mp_module_asyncio_globals_table);

const mp_obj_module_t mp_module_asyncio_rs = {
    .base = { &mp_type_module },
    .globals = (mp_obj_dict_t *)&mp_module_asyncio_globals,
};

MP_REGISTER_MODULE(MP_QSTR__asyncio, mp_module_asyncio_rs);
