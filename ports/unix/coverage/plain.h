// What a type check asserts when it is compiled is no branch of the module.
#include "py/obj.h"

#undef mp_type_assert_not_bool_int_str_nonetype
#define mp_type_assert_not_bool_int_str_nonetype(type) (1)
