# The STM32F405 of QEMU (machine netduinoplus2 or olimex-stm32-h405): the chip of the pyboard, with its console on a UART.
# No filesystem, so the text follows the vectors directly.
MCU_SERIES = f4
CMSIS_MCU = STM32F405xx
AF_FILE = boards/stm32f405_af.csv
LD_FILES = boards/stm32f405.ld boards/common_basic.ld
TEXT0_ADDR = 0x08000000
