// What QEMU has of an STM32F405, and no more: no clock tree, no USB, no flash controller, no real-time clock, no random
// numbers, no analogue converters.

#define MICROPY_HW_BOARD_NAME               "QEMU"
#define MICROPY_HW_MCU_NAME                 "STM32F405"

#define MICROPY_HW_ENABLE_INTERNAL_FLASH_STORAGE (0)
#define MICROPY_HW_ENABLE_RTC               (0)
#define MICROPY_HW_ENABLE_RNG               (0)
#define MICROPY_HW_ENABLE_ADC               (0)
#define MICROPY_HW_ENABLE_DAC               (0)
#define MICROPY_HW_ENABLE_USB               (0)

// Not used, since board.c configures no clock, but the port computes with them.
#define MICROPY_HW_CLK_PLLM                 (8)
#define MICROPY_HW_CLK_PLLN                 (336)
#define MICROPY_HW_CLK_PLLP                 (RCC_PLLP_DIV2)
#define MICROPY_HW_CLK_PLLQ                 (7)

#define MICROPY_HW_UART1_TX                 (pin_A9)
#define MICROPY_HW_UART1_RX                 (pin_A10)
#define MICROPY_HW_UART_REPL                (PYB_UART_1)
#define MICROPY_HW_UART_REPL_BAUD           (115200)
