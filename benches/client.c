// The client of the measured servers: it keeps so many connections busy, each with one request at a time, while others are open
// and silent, until so many were answered; then it has the server end.
//
// usage: client PORT BUSY IDLE WARM REQUESTS [KIND [END]]
// KIND is what a server is asked: "echo", a message of 64 bytes that comes back, or "lines", a request of five lines, as of HTTP.
// It writes "begin" when WARM requests were answered and "end" after REQUESTS more, and reads a line from its standard input
// after each, so that whoever started it can look at the server. END=0 leaves the server running.

#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

#define SIZE 64 // of an answer
#define BATCH 256

static const char lines[] =
    "GET /page.html HTTP/1.1\r\nHost: localhost:8080\r\nUser-Agent: client\r\nAccept: text/html\r\n\r\n";

static char request[256];
static size_t request_size;

static void fail(const char *what) {
    perror(what);
    exit(1);
}

static int open_connection(int port) {
    struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons(port)};
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    int one = 1;
    // What is closed leaves nothing behind in the kernel.
    struct linger reset = {1, 0};
    // The server may not be up yet.
    for (int tries = 0; tries < 3000; ++tries) {
        int fd = socket(AF_INET, SOCK_STREAM, 0);
        if (fd < 0) {
            fail("socket");
        }
        if (connect(fd, (struct sockaddr *)&address, sizeof(address)) == 0) {
            setsockopt(fd, SOL_SOCKET, SO_LINGER, &reset, sizeof(reset));
            setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
            return fd;
        }
        close(fd);
        nanosleep(&(struct timespec) {0, 20000000}, NULL);
    }
    fail("connect");
    return -1;
}

static void send_request(int fd) {
    if (write(fd, request, request_size) != (ssize_t)request_size) {
        fail("write");
    }
}

// An answer may come in pieces.
static void receive_answer(int fd) {
    char received[SIZE];
    for (ssize_t got = 0, n; got < SIZE; got += n) {
        n = read(fd, received + got, SIZE - got);
        if (n <= 0) {
            fail("read");
        }
    }
}

// Answers, until so many came, after each of which the next request is made.
static void converse(int epoll, long count) {
    struct epoll_event events[BATCH];
    while (count > 0) {
        int ready = epoll_wait(epoll, events, BATCH, 120000);
        if (ready <= 0) {
            fail("epoll_wait");
        }
        for (int i = 0; i < ready; ++i) {
            receive_answer(events[i].data.fd);
            send_request(events[i].data.fd);
            --count;
        }
    }
}

static void tell(const char *word) {
    char line[16];
    puts(word);
    fflush(stdout);
    if (fgets(line, sizeof(line), stdin) == NULL) {
        exit(1);
    }
}

int main(int argc, char **argv) {
    if (argc < 6) {
        fputs("usage: client PORT BUSY IDLE WARM REQUESTS [KIND [END]]\n", stderr);
        return 2;
    }
    int port = atoi(argv[1]), busy = atoi(argv[2]), idle = atoi(argv[3]);
    long warm = atol(argv[4]), requests = atol(argv[5]);
    struct rlimit files;
    getrlimit(RLIMIT_NOFILE, &files);
    files.rlim_cur = files.rlim_max;
    setrlimit(RLIMIT_NOFILE, &files);
    if (argc > 6 && strcmp(argv[6], "lines") == 0) {
        request_size = sizeof(lines) - 1;
        memcpy(request, lines, request_size);
    } else {
        request_size = SIZE;
        memset(request, 'x', request_size);
    }
    int epoll = epoll_create1(0);
    for (int i = 0; i < idle; ++i) {
        // Each proves that it is served, and then is silent.
        int fd = open_connection(port);
        send_request(fd);
        receive_answer(fd);
    }
    for (int i = 0; i < busy; ++i) {
        int fd = open_connection(port);
        struct epoll_event event = {.events = EPOLLIN, .data.fd = fd};
        if (epoll_ctl(epoll, EPOLL_CTL_ADD, fd, &event) != 0) {
            fail("epoll_ctl");
        }
        send_request(fd);
    }
    converse(epoll, warm);
    tell("begin");
    converse(epoll, requests);
    tell("end");
    if (argc < 8 || strcmp(argv[7], "0") != 0) {
        int fd = open_connection(port);
        (void)!write(fd, "!\n", 2);
        char received[SIZE];
        (void)!read(fd, received, SIZE);
    }
    return 0;
}
