// The console of QEMU's mps3-an547 for releases of MicroPython whose qemu port does not know that machine.

#include <stddef.h>
#include <stdint.h>

#include "uart.h"

#define UART_DATA (*(volatile uint32_t *)0x49303000)
#define UART_STATE (*(volatile uint32_t *)0x49303004)
#define UART_CTRL (*(volatile uint32_t *)0x49303008)
#define UART_BAUDDIV (*(volatile uint32_t *)0x49303010)
#define UART_STATE_TX_FULL (1)
#define UART_STATE_RX_FULL (2)
#define UART_CTRL_ENABLE (3)

void uart_init(void) {
    UART_BAUDDIV = 16;
    UART_CTRL = UART_CTRL_ENABLE;
}

int uart_rx_any(void) {
    return UART_STATE & UART_STATE_RX_FULL;
}

int uart_rx_chr(void) {
    return uart_rx_any() ? (int)UART_DATA : UART_RX_NO_CHAR;
}

void uart_tx_strn(const char *text, size_t length) {
    while (length--) {
        while (UART_STATE & UART_STATE_TX_FULL) {
        }
        UART_DATA = *text++;
    }
}
