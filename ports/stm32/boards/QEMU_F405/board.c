// The clock of QEMU's STM32F405, in place of the port's own configuration, which would wait for an oscillator for ever.

#include "py/mphal.h"

void SystemClock_Config(void) {
    // The frequency at which QEMU runs SysTick, whatever the registers say.
    SystemCoreClock = 168000000;
    HAL_InitTick(TICK_INT_PRIORITY);
}
