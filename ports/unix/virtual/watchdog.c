// The watchdog of the unix test builds: it interrupts a program that has used too much processor time.
// The first time it does what one Ctrl-C does; a program that does not end then has a defect: status 78.

#include <signal.h>
#include <string.h>
#include <sys/time.h>
#include <unistd.h>

#include "py/runtime.h"

#define STATUS_HANG (78)

static volatile sig_atomic_t barked;

static void bark(int number) {
    (void)number;
    if (barked) {
        static const char text[] = "watchdog: the program does not end after an interrupt\n";
        (void)!write(STDERR_FILENO, text, sizeof(text) - 1);
        _exit(STATUS_HANG);
    }
    barked = 1;
    mp_sched_keyboard_interrupt();
}

// Starts the watch anew: an interrupt after ms of processor time, and the end after as much again; 0 stops it.
// Returns whether the watch that ends here has interrupted the program.
bool virtual_watchdog(unsigned int ms) {
    bool had = barked;
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = bark;
    action.sa_flags = SA_RESTART;
    sigemptyset(&action.sa_mask);
    barked = 0;
    sigaction(SIGVTALRM, &action, NULL);
    struct itimerval timer = {
        {ms / 1000, ms % 1000 * 1000},
        {ms / 1000, ms % 1000 * 1000},
    };
    setitimer(ITIMER_VIRTUAL, &timer, NULL);
    return had;
}
